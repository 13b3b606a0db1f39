import type { Rule } from '../rule.ts';

/** Found by the runner, see suppress.ts. */
export const suppressionWithoutReason: Rule = {
  meta: {
    code: 'MW091',
    name: 'suppression-without-reason',
    family: 'syntax',
    severity: 'warning',
    summary: 'A suppression that names no rule or gives no reason hides nothing.',
    appliesTo: ['registries-conf', 'short-name-cache', 'mirror-policy', 'openshift'],
    scope: 'run',
    since: '0.1.0',
    covers: [],
    cites: [],
  },
  check: () => [],
};
