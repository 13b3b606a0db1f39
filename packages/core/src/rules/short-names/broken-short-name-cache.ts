import type { Rule } from '../rule.ts';

export const brokenShortNameCache: Rule = {
  meta: {
    code: 'MW505',
    name: 'broken-short-name-cache',
    family: 'short-names',
    severity: 'error',
    summary: 'The short-name cache cannot be read.',
    appliesTo: ['registries-conf', 'short-name-cache'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B21'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/shortnames.go'],
  },
  *check({ node }) {
    const error = node.config().cacheError;
    if (error === undefined) return;
    yield {
      path: error.origin.path,
      span: error.origin.span,
      message: `The short-name cache is broken: ${error.message}.`,
      why: 'Every short name fails with it; full names still work.',
      advice: 'Remove the file: it holds only what users chose at a prompt.',
    };
  },
};
