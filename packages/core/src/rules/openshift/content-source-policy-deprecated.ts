import type { MirrorSet } from '../../dialects/openshift/model.ts';
import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { entryOf } from '../../syntax/tree.ts';
import { at, clusterOf, openshiftMeta, type Placed } from '../openshift.ts';
import type { FileEdit, Fix, Rule } from '../rule.ts';

export const contentSourcePolicyDeprecated: Rule = {
  meta: openshiftMeta({
    code: 'MW810',
    name: 'content-source-policy-deprecated',
    severity: 'info',
    summary: 'ImageContentSourcePolicy is deprecated.',
  }),
  *check({ node }) {
    const { sets, release } = clusterOf(node);
    const other = sets.find(({ kind }) => kind !== 'ImageContentSourcePolicy');
    for (const set of sets) {
      if (set.kind !== 'ImageContentSourcePolicy') continue;
      yield at(set, set.name ?? { span: set.node.span }, {
        message: 'ImageContentSourcePolicy is deprecated: ImageDigestMirrorSet takes its place.',
        why:
          other === undefined
            ? 'It is still read, and gets no new features: it cannot forbid its source.'
            : 'It is still read beside the newer kinds; the first releases of 4.13 and 4.14 refused the two together.',
        advice: 'Make an ImageDigestMirrorSet of it; the nodes change nothing by that.',
        fixes: traitsOf(release).mirrorSets ? migration(set) : [],
      });
    }
  },
};

/** As `oc adm migrate icsp`: another kind and another name of the list, all else as it is. */
function migration({ node, document }: Placed<MirrorSet>): readonly Fix[] {
  const { path, source } = document;
  const spec = entryOf(node, 'spec')?.value;
  const list = spec?.kind === 'table' ? entryOf(spec, 'repositoryDigestMirrors') : undefined;
  const spans = [entryOf(node, 'apiVersion')?.value.span, entryOf(node, 'kind')?.value.span, list?.keySpan];
  const texts = ['config.openshift.io/v1', 'ImageDigestMirrorSet', 'imageDigestMirrors'];
  const edits = spans.flatMap((span, index): FileEdit[] => {
    if (span === undefined) return [];
    const quote = /^["']/.exec(source.text.slice(span.start, span.end))?.[0] ?? '';
    return [{ path, span, newText: `${quote}${texts[index]}${quote}` }];
  });
  return edits.length === 3 ? [{ title: 'Make an ImageDigestMirrorSet of it', safety: 'review', edits }] : [];
}
