import { byEndpoint, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const wildcardWithEndpoint: Rule = {
  meta: {
    code: 'MW220',
    name: 'wildcard-with-endpoint',
    family: 'matching',
    severity: 'error',
    summary: 'A wildcard table has a location or mirror, so different registries fall together.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C21'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byEndpoint(({ placed, location, span }) => {
    const { prefix } = placed.registry;
    if (!prefix.startsWith('*.') || placed.defaulted) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `Every registry below ${prefix.slice(2)} becomes ${location}.`,
        why: 'The part that the star stands for is thrown away: a.DOMAIN/app and b.DOMAIN/app are then the same image, and references with a port become invalid.',
        advice: 'Write one table for each host, with a path of its own; or leave the location out.',
      },
    ];
  }),
};
