import { prefixProblems } from '../facts/prefix-problem.ts';
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
  *check({ node }) {
    for (const { registry, path, prefixSpan, problem } of prefixProblems(node.config())) {
      if (problem.kind !== 'library-missing') continue;
      const edits = [{ path, span: prefixSpan, newText: `"${problem.fixed}"` }];
      yield {
        path,
        span: prefixSpan,
        message: `${registry.prefix} does not match the official image.`,
        why: `References are completed first: it is looked up as ${problem.fixed}.`,
        advice: `Write ${problem.fixed}.`,
        fixes: [{ title: `Write ${problem.fixed}`, safety: 'review', edits }],
      };
    }
  },
};
