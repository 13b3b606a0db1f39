import { addToList } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { trimmed } from '../../policy/resolve.ts';
import { allowance, at, citesOfLists, listSpan, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const searchNotAllowed: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW711',
    name: 'search-not-allowed',
    severity: 'error',
    summary: 'A registry is searched for short names and missing from the list allowed.',
    cites: citesOfLists,
  }),
  check: function* ({ document }) {
    const { model } = document;
    const isAllowed = allowance(model);
    if (isAllowed === undefined || model.allowed === undefined) return;
    for (const { value, span } of model.search?.items ?? []) {
      const name = trimmed(value);
      if (name === '' || isAllowed(name)) continue;
      yield at(document, span, {
        message: `"${name}" is in search and not in allowed`,
        why: 'What a short name finds there is refused by the signature policy.',
        advice: 'Remove the registry from search, or add it to allowed.',
        related: [see(document, listSpan(model.allowed), 'the registries that are allowed')],
        fixes: policyFix(document, `Add ${name} to allowed`, 'review', addToList(document, 'allowed', name)),
      });
    }
  },
};
