import { addToList } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { coverage, entriesOf } from '../../policy/resolve.ts';
import {
  allowance,
  at,
  citesOfLists,
  listSpan,
  namedUpstreams,
  policyFix,
  policyMeta,
  see,
} from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const upstreamNotAllowed: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW712',
    name: 'upstream-not-allowed',
    severity: 'error',
    summary: 'An upstream is missing from the list allowed.',
    cites: citesOfLists,
  }),
  check: function* ({ document }) {
    const { model } = document;
    const isAllowed = allowance(model);
    if (isAllowed === undefined || model.allowed === undefined) return;
    const blockedBy = coverage(entriesOf(model.blocked));
    for (const { upstream, registry, name } of namedUpstreams(model)) {
      const isBlocked =
        blockedBy(name) !== undefined ||
        (upstream.fallback?.value === 'block' && upstream.mirrors.length === 0);
      if (name === '' || isBlocked || isAllowed(name)) continue;
      yield at(document, registry.span, {
        message: `"${name}" is an upstream and not in allowed`,
        why: 'The signature policy judges an image by the name it was asked for, also when a mirror serves it: every image of this upstream is refused.',
        advice: 'Add the upstream to allowed.',
        related: [see(document, listSpan(model.allowed), 'the registries that are allowed')],
        fixes: policyFix(document, `Add ${name} to allowed`, 'review', addToList(document, 'allowed', name)),
      });
    }
  },
};
