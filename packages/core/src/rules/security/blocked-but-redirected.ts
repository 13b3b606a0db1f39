import { findRegistry } from '../../runtimes/containers/match.ts';
import { markedTables } from '../facts/marked-tables.ts';
import type { Rule } from '../rule.ts';

export const blockedButRedirected: Rule = {
  meta: {
    code: 'MW403',
    name: 'blocked-but-redirected',
    family: 'security',
    severity: 'error',
    summary: 'A blocked registry has another location, so it is not blocked.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C45'],
    cites: ['https://github.com/containers/image/issues/2497'],
  },
  *check({ node }) {
    const config = node.config();
    for (const registry of markedTables(config).blocked) {
      const { prefix, location, table, origin } = registry;
      if (location === '' || location === prefix || table === undefined) continue;
      if (findRegistry(config, location)?.registry.blocked === true) continue;
      yield {
        path: origin.path,
        span: table.blocked?.span ?? origin.span,
        message: `${prefix} is marked as blocked, but its pulls go to ${location}, which is not.`,
        why: 'Whether an attempt is blocked is decided by the name that is asked: the rewritten one.',
        advice: `Block ${location} in a table of its own, or remove the location.`,
        related:
          table.location === undefined
            ? []
            : [{ origin: { path: origin.path, span: table.location.span }, message: 'pulls go here' }],
      };
    }
  },
};
