import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const keySource: Rule = {
  meta: {
    code: 'MW607',
    name: 'key-source',
    family: 'signature-policy',
    severity: 'error',
    summary: 'The keys of a requirement are given in no way or in several, or cannot be decoded.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E10', 'E11', 'E12'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) => faultFindings(context, ['E10', 'E11', 'E12'], 'Name exactly one source of keys.'),
};
