import { findRegistry } from '../../runtimes/containers/match.ts';
import { markedTables } from '../facts/marked-tables.ts';
import type { Rule } from '../rule.ts';

export const mirrorInBlockedRegistry: Rule = {
  meta: {
    code: 'MW404',
    name: 'mirror-in-blocked-registry',
    family: 'security',
    severity: 'error',
    summary: 'A mirror lies below a blocked prefix and is refused.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C46'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  *check({ node }) {
    const config = node.config();
    if (markedTables(config).blocked.length === 0) return;
    const blockers = new Map<string, ReturnType<typeof findRegistry>>();
    for (const { mirrors, prefix } of config.registries) {
      for (const { location, table, origin } of mirrors) {
        if (location === '' || prefix === '') continue;
        if (!blockers.has(location)) blockers.set(location, findRegistry(config, location));
        const blocking = blockers.get(location)?.registry;
        if (blocking?.blocked !== true) continue;
        yield {
          path: origin.path,
          span: table.location?.span ?? origin.span,
          message: `The mirror ${location} of ${prefix} is refused: ${blocking.prefix} is blocked.`,
          why: 'Whether an attempt is blocked is decided by the name that is asked, and a mirror is asked under its own.',
          advice: `Give ${location} a table of its own that is not blocked, or use a mirror elsewhere.`,
          related: [{ origin: blocking.origin, message: 'blocked here' }],
        };
      }
    }
  },
};
