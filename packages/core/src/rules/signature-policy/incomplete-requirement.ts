import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const incompleteRequirement: Rule = {
  meta: {
    code: 'MW606',
    name: 'incomplete-requirement',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A requirement lacks a key it must have, or has an unknown key type.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E8', 'E9'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(
      context,
      ['E8', 'E9'],
      'Add what is missing; keyType is GPGKeys for every policy that works.',
    ),
};
