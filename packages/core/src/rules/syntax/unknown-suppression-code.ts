import type { Rule } from '../rule.ts';

/** Found by the runner, see suppress.ts. */
export const unknownSuppressionCode: Rule = {
  meta: {
    code: 'MW092',
    name: 'unknown-suppression-code',
    family: 'syntax',
    severity: 'warning',
    summary: 'A suppression names a rule that does not exist.',
    appliesTo: ['registries-conf', 'short-name-cache', 'mirror-policy', 'openshift'],
    scope: 'run',
    since: '0.1.0',
    covers: [],
    cites: [],
  },
  check: () => [],
};
