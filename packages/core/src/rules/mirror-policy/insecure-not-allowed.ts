import { addToList } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { covers, trimmed } from '../../policy/resolve.ts';
import {
  allowance,
  at,
  citesOfLists,
  listSpan,
  mirrorsOf,
  policyFix,
  policyMeta,
  see,
} from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const insecureNotAllowed: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW710',
    name: 'insecure-not-allowed',
    severity: 'error',
    summary: 'A registry is in the list insecure and missing from the list allowed.',
    cites: citesOfLists,
  }),
  check: function* ({ document }) {
    const { model } = document;
    const isAllowed = allowance(model);
    if (isAllowed === undefined || model.allowed === undefined) return;
    const mirrors = new Set(mirrorsOf(model).map(({ location }) => location));
    for (const { value, span } of model.insecure?.items ?? []) {
      const name = trimmed(value);
      // Images are never called by the name of a mirror: it needs no permission of its own.
      if (name === '' || isAllowed(name) || mirrors.has(name) || [...mirrors].some((at) => covers(name, at)))
        continue;
      yield at(document, span, {
        message: `"${name}" is in insecure and not in allowed`,
        why: 'The signature policy refuses every image that allowed does not let in, so none of this registry can be used, over TLS or not.',
        advice: 'Add the registry to allowed, or remove it from insecure.',
        related: [see(document, listSpan(model.allowed), 'the registries that are allowed')],
        fixes: policyFix(document, `Add ${name} to allowed`, 'safe', addToList(document, 'allowed', name)),
      });
    }
  },
};
