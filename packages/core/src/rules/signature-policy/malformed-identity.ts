import type { Rule } from '../rule.ts';
import { faultFindings } from '../signature-faults.ts';

export const malformedIdentity: Rule = {
  meta: {
    code: 'MW608',
    name: 'malformed-identity',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A signedIdentity has an unknown type or a malformed value.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E13', 'E14'],
    cites: ['https://github.com/containers/image/blob/main/signature/policy_config.go'],
  },
  check: (context) =>
    faultFindings(context, ['E13', 'E14'], 'See the manual page for the types and what each takes.'),
};
