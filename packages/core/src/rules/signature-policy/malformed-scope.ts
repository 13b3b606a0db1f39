import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const malformedScope: Rule = {
  meta: {
    code: 'MW609',
    name: 'malformed-scope',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A scope does not have the form its transport takes.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E15'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) => faultFindings(context, ['E15'], 'Write the scope as the transport spells it.'),
};
