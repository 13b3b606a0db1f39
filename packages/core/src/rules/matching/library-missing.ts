import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const libraryMissing: Rule = {
  meta: {
    code: 'MW212',
    name: 'library-missing',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix on docker.io lacks library/ and never matches the official image.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C13'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path, prefixSpan, problem }) => {
    if (problem?.kind !== 'library-missing') return nothing;
    const edits = [{ path, span: prefixSpan, newText: `"${problem.fixed}"` }];
    return [
      {
        path,
        span: prefixSpan,
        message: `${registry.prefix} does not match the official image.`,
        why: `References are completed first: it is looked up as ${problem.fixed}.`,
        advice: `Write ${problem.fixed}.`,
        fixes: [{ title: `Write ${problem.fixed}`, safety: 'review', edits }],
      },
    ];
  }),
};
