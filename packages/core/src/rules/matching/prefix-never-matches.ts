import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const prefixNeverMatches: Rule = {
  meta: {
    code: 'MW216',
    name: 'prefix-never-matches',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix has a form that no name has.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C19'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path, prefixSpan, problem }) => {
    if (problem?.kind !== 'never') return nothing;
    return [
      {
        path,
        span: prefixSpan,
        message: `The prefix ${JSON.stringify(registry.prefix)} never matches: ${problem.why}.`,
        why: 'The table is accepted and has no effect, whatever it says of mirrors or blocking.',
        advice: 'Write host[:port][/path], or *.domain.',
      },
    ];
  }),
};
