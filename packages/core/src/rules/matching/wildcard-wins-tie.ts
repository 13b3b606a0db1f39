import { atLeast } from '../../model/target.ts';
import { markedTables } from '../facts/marked-tables.ts';
import { type PlacedTable, place } from '../facts/tables.ts';
import type { Rule } from '../rule.ts';

export const wildcardWinsTie: Rule = {
  meta: {
    code: 'MW222',
    name: 'wildcard-wins-tie',
    family: 'matching',
    severity: 'error',
    summary: 'A host of one letter is as long as the wildcard above it, which wins.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C20'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  *check({ node, target }) {
    if (!atLeast(target.library, [5, 11, 0])) return;
    const config = node.config();
    const wildcards = new Map<string, PlacedTable>(
      markedTables(config)
        .wildcards.flatMap(place)
        .map((table) => [table.registry.prefix, table]),
    );
    if (wildcards.size === 0) return;
    for (const { registry, path, prefixSpan } of config.registries.flatMap(place)) {
      const { prefix } = registry;
      // only then are both of one length: `a.corp.example` and `*.corp.example`
      if (!/^[a-z0-9]\.[^/:@]+$/i.test(prefix)) continue;
      const wildcard = wildcards.get(`*${prefix.slice(1)}`);
      if (wildcard === undefined) continue;
      yield {
        path,
        span: prefixSpan,
        message: `The table of ${prefix} is never used: ${wildcard.registry.prefix} wins.`,
        why: `The longest prefix counts, and of two of one length the first in byte order; a star sorts before every letter. What this table says of ${prefix} has no effect.`,
        advice: `Write a table for each namespace, such as ${prefix}/team, or for the port; or replace the wildcard by tables for its hosts.`,
        related: [
          { origin: { path: wildcard.path, span: wildcard.prefixSpan }, message: 'the wildcard that wins' },
        ],
      };
    }
  },
};
