import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const emptyRequirements: Rule = {
  meta: {
    code: 'MW604',
    name: 'empty-requirements',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A list of requirements is empty.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E6'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(context, ['E6'], 'Write one requirement at least: an empty list is neither yes nor no.'),
};
