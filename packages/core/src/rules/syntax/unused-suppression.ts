import type { Rule } from '../rule.ts';

/** Found by the runner, see suppress.ts. */
export const unusedSuppression: Rule = {
  meta: {
    code: 'MW093',
    name: 'unused-suppression',
    family: 'syntax',
    severity: 'warning',
    summary: 'A suppression hides no finding.',
    appliesTo: ['registries-conf', 'short-name-cache', 'mirror-policy', 'openshift'],
    scope: 'run',
    since: '0.1.0',
    covers: [],
    cites: [],
  },
  check: () => [],
};
