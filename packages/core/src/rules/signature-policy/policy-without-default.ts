import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const policyWithoutDefault: Rule = {
  meta: {
    code: 'MW603',
    name: 'policy-without-default',
    family: 'signature-policy',
    severity: 'error',
    summary: 'The policy has no default.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E5'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(
      context,
      ['E5'],
      'Add "default": [{ "type": "reject" }] or [{ "type": "insecureAcceptAnything" }].',
    ),
};
