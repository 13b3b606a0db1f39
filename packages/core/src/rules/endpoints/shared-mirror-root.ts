import { type PlacedEndpoint, placedEndpoints } from '../facts/tables.ts';
import type { Rule } from '../rule.ts';

export const sharedMirrorRoot: Rule = {
  meta: {
    code: 'MW306',
    name: 'shared-mirror-root',
    family: 'endpoints',
    severity: 'warning',
    summary: 'Two registries share one mirror without a path of their own.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C32'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ node }) {
    const first = new Map<string, PlacedEndpoint>();
    for (const endpoint of placedEndpoints(node.config())) {
      const { placed, mirror, location, span } = endpoint;
      if (mirror === undefined) continue;
      const other = first.get(location);
      if (other === undefined) first.set(location, endpoint);
      if (other === undefined || other.placed === placed) continue;
      const digests = placed.registry.mirrorByDigestOnly || mirror.pullFromMirror === 'digest-only';
      yield {
        path: placed.path,
        span,
        severity: digests ? 'info' : 'warning',
        message: `The mirror ${location} serves ${placed.registry.prefix} and ${other.placed.registry.prefix} at one place.`,
        why: 'Repositories of the same name in both are one on the mirror: whichever was put there is what both names give.',
        advice: `Give each a path of its own, e.g. ${location}/${placed.registry.prefix.split(/[./:]/)[0]}.`,
        related: [{ origin: { path: other.placed.path, span: other.span }, message: 'the other one' }],
      };
    }
  },
};
