import { markedTables } from '../facts/marked-tables.ts';
import type { Rule } from '../rule.ts';

export const mirrorNotInsecure: Rule = {
  meta: {
    code: 'MW407',
    name: 'mirror-not-insecure',
    family: 'security',
    severity: 'warning',
    summary: 'A host is insecure in its own table, and not as a mirror.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C41'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ node }) {
    const config = node.config();
    const insecure = new Map(
      markedTables(config)
        .insecure.filter(({ location }) => location !== '')
        .map((registry) => [registry.location, registry]),
    );
    if (insecure.size === 0) return;
    for (const { mirrors } of config.registries) {
      for (const { location, insecure: own, table, origin } of mirrors) {
        const host = insecure.get(location) ?? insecure.get(location.split('/', 1)[0]!);
        if (own || host === undefined || table.insecure !== undefined) continue;
        yield {
          path: origin.path,
          span: table.location?.span ?? origin.span,
          message: `The mirror ${location} is asked over verified TLS, though its own table says insecure.`,
          why: 'The setting belongs to each endpoint: a mirror takes nothing from the table of its host.',
          advice: 'Add insecure = true to the mirror, or remove it from the table.',
          related: [{ origin: host.origin, message: 'insecure here' }],
        };
      }
    }
  },
};
