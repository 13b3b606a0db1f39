import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const unknownRequirementType: Rule = {
  meta: {
    code: 'MW605',
    name: 'unknown-requirement-type',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A requirement has no type, or one that does not exist.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E7'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(context, ['E7'], 'Write one of insecureAcceptAnything, reject, signedBy, sigstoreSigned.'),
};
