import { setField } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { mirrorPull } from '../../policy/resolve.ts';
import { at, namedUpstreams, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const mirrorsForSomePulls: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW725',
    name: 'mirrors-for-some-pulls',
    severity: 'warning',
    summary: 'No mirror serves tags, or none serves digests, and the upstream is not asked either.',
    covers: ['C44', 'C51', 'C52'],
  }),
  check: function* ({ document }) {
    for (const { upstream, index, registry, name } of namedUpstreams(document.model)) {
      const { mirrors, pull, fallback } = upstream;
      if (mirrors.length === 0 && pull !== undefined)
        yield at(document, pull.span, {
          severity: 'info',
          message: `"${name}" has no mirrors: pull has no effect`,
          why: 'It says which references mirrors serve.',
          advice: 'Add a mirror, or remove the key.',
          fixes: policyFix(
            document,
            'Remove pull',
            'safe',
            setField(document, ['upstreams', index, 'pull'], undefined),
          ),
        });
      const kinds = new Set(mirrors.map((mirror) => mirrorPull(upstream, mirror)));
      const [only] = kinds;
      if (fallback?.value !== 'block' || kinds.size !== 1 || only === undefined || only === 'all') continue;
      const missing = only === 'digest' ? 'tag' : 'digest';
      yield at(document, registry.span, {
        message: `No image of "${name}" can be pulled by ${missing}`,
        why: `All its mirrors serve references by ${only} only, and the upstream itself is blocked.`,
        advice: `Let a mirror serve references by ${missing} too, or keep the upstream as fallback.`,
      });
    }
  },
};
