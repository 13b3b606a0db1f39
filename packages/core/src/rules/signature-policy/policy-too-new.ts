import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const policyTooNew: Rule = {
  meta: {
    code: 'MW610',
    name: 'policy-too-new',
    family: 'signature-policy',
    severity: 'error',
    summary: 'The policy uses a type or key that the target is too old for.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E16'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) => faultFindings(context, ['E16'], 'Upgrade the reader, or use what it knows.'),
};
