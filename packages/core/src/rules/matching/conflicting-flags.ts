import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const conflictingFlags: Rule = {
  meta: {
    code: 'MW201',
    name: 'conflicting-flags',
    family: 'matching',
    severity: 'error',
    summary: 'Tables of one registry disagree on insecure or blocked.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B9', 'B10'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B9', 'B10'], ({ condition, value = '' }) => {
      const field = condition === 'B9' ? 'insecure' : 'blocked';
      return {
        message: `Two tables for ${value} differ in ${field}.`,
        why: `The setting belongs to the location, so it has to be the same in every table of it. ${refusal(context)}`,
        advice: `Write the same ${field} in both, or merge the tables.`,
      };
    }),
};
