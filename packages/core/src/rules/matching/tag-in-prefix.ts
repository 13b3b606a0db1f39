import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const tagInPrefix: Rule = {
  meta: {
    code: 'MW211',
    name: 'tag-in-prefix',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix has a tag or digest and never matches.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C12'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path, prefixSpan, problem }) => {
    if (problem?.kind !== 'tag-or-digest') return nothing;
    const edits = [{ path, span: prefixSpan, newText: `"${problem.without}"` }];
    return [
      {
        path,
        span: prefixSpan,
        message: `The prefix ${registry.prefix} names a tag or digest, so it never matches.`,
        why: 'Only the name of the repository is compared when an image is pulled, though the manual page once said otherwise.',
        advice: `Write ${problem.without}.`,
        fixes: [{ title: `Write ${problem.without}`, safety: 'review', edits }],
      },
    ];
  }),
};
