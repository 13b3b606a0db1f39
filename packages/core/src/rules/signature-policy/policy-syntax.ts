import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const policySyntax: Rule = {
  meta: {
    code: 'MW601',
    name: 'policy-syntax',
    family: 'signature-policy',
    severity: 'error',
    summary: 'The policy is not the strict JSON its reader takes.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E1', 'E2', 'E3'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(
      context,
      ['E1', 'E2', 'E3'],
      'Correct it here: comments, trailing commas and a key twice are all refused.',
    ),
};
