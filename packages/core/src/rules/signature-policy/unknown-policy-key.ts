import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const unknownPolicyKey: Rule = {
  meta: {
    code: 'MW602',
    name: 'unknown-policy-key',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A key does not exist, and the reader takes no unknown ones.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E4'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) => faultFindings(context, ['E4'], 'Remove the key, or move it to where it belongs.'),
};
