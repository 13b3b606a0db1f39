import { setMirror } from '../../policy/edit.ts';
import { stylesWithProject } from '../../policy/fields.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { at, mirrorsOf, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const styleWithoutProject: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW708',
    name: 'style-without-project',
    severity: 'error',
    summary: 'The style of a mirror and its project do not go together.',
  }),
  check: function* ({ document }) {
    for (const { mirror, upstreamIndex, index } of mirrorsOf(document.model)) {
      const { style, project } = mirror;
      const takesProject = style !== undefined && stylesWithProject.includes(style.value);
      if (takesProject && project === undefined)
        yield at(document, style.span, {
          message: `A mirror of the style ${style.value} needs a project`,
          why: 'Without it images are asked for right below the host, where this kind of registry has none.',
          advice: 'Add project: the first part of the path under which the registry keeps these images.',
        });
      if (!takesProject && project !== undefined)
        yield at(document, project.span, {
          severity: 'warning',
          message: `The project "${project.value}" has no effect: the style ${style?.value ?? 'plain'} has none`,
          why: 'Images are asked for right below the location.',
          advice: 'Set the style of the registry, or write the project as the path of the location.',
          fixes: policyFix(
            document,
            'Remove the project',
            'review',
            setMirror(document, upstreamIndex, index, 'project', undefined),
          ),
        });
    }
  },
};
