import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const uppercasePrefix: Rule = {
  meta: {
    code: 'MW215',
    name: 'uppercase-prefix',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix has upper case in its host.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C16'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path, prefixSpan, problem }) => {
    if (problem?.kind !== 'uppercase-host') return nothing;
    const edits = [{ path, span: prefixSpan, newText: `"${problem.lower}"` }];
    return [
      {
        path,
        span: prefixSpan,
        message: `The host of the prefix ${registry.prefix} has upper case.`,
        why: 'Names are compared letter by letter: references in lower case do not match.',
        advice: `Write ${problem.lower}.`,
        fixes: [{ title: `Write ${problem.lower}`, safety: 'review', edits }],
      },
    ];
  }),
};
