import { removeUpstream } from '../../policy/edit.ts';
import type { MirrorPolicy, Upstream } from '../../policy/model.ts';
import { at, namedUpstreams, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const repeatedUpstream: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW715',
    name: 'repeated-upstream',
    severity: 'error',
    summary: 'The same upstream is written twice: only the first counts.',
    covers: ['C10'],
  }),
  check: function* ({ document }) {
    const first = new Map<string, NonNullable<Upstream['registry']>>();
    for (const { index, registry, name } of namedUpstreams(document.model)) {
      const other = first.get(name);
      if (other === undefined) {
        first.set(name, registry);
        continue;
      }
      yield at(document, registry.span, {
        message: `The upstream "${name}" is there already`,
        why: 'Readers take the first table for a name and drop the others, mirrors included.',
        advice: 'Bring the mirrors together in one upstream.',
        related: [see(document, other.span, 'the one that counts')],
        fixes: policyFix(document, 'Remove the second one', 'review', removeUpstream(document, index)),
      });
    }
  },
};
