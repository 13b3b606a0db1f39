import { place } from '../facts/tables.ts';
import { mergeFix } from '../merge-tables.ts';
import type { Rule } from '../rule.ts';

export const duplicatePrefix: Rule = {
  meta: {
    code: 'MW210',
    name: 'duplicate-prefix',
    family: 'matching',
    severity: 'error',
    summary: 'Two tables of one file have the same prefix, and the later one is dropped.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C10'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  *check({ node }) {
    for (const { registry, by, reason } of node.config().shadowed) {
      if (reason !== 'same-prefix-in-file') continue;
      for (const { path, prefixSpan } of place(registry)) {
        yield {
          path,
          span: prefixSpan,
          message: `A second table for ${registry.prefix} in this file is dropped.`,
          why: 'The first table of a prefix wins whole; mirrors and flags of later ones are ignored.',
          advice: 'Keep one table, with all its mirrors in the order wanted.',
          related: [{ origin: by.origin, message: 'this table wins' }],
          fixes: mergeFix(by, registry),
        };
      }
    }
  },
};
