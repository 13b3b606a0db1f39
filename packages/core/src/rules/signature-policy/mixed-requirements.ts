import type { Rule } from '../rule.ts';
import { isSignaturePolicy, requirementLists } from '../signature-policies.ts';

export const mixedRequirements: Rule = {
  meta: {
    code: 'MW626',
    name: 'mixed-requirements',
    family: 'signature-policy',
    severity: 'warning',
    summary: 'A list of requirements holds one that makes the others pointless.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-and'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const { items } of requirementLists(document)) {
      const reject = items.find(({ kind }) => kind === 'reject');
      const accept = items.find(({ kind }) => kind === 'insecureAcceptAnything');
      const odd = reject ?? accept;
      if (items.length < 2 || odd === undefined) continue;
      yield {
        path: document.path,
        span: odd.type?.span ?? odd.span,
        message:
          odd === reject
            ? 'reject stands beside other requirements, so everything is rejected.'
            : 'insecureAcceptAnything stands beside other requirements and adds nothing.',
        why: 'An image has to meet every requirement of the list: they are joined by "and", never by "or".',
        advice:
          odd === reject
            ? 'Leave reject alone in the list, or remove it.'
            : 'Remove it, or the others where no signature is to be asked for.',
      };
    }
  },
};
