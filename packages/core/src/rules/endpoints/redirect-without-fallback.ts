import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const redirectWithoutFallback: Rule = {
  meta: {
    code: 'MW307',
    name: 'redirect-without-fallback',
    family: 'endpoints',
    severity: 'info',
    summary: 'All pulls are redirected, and the registry itself is never asked.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C33'],
    cites: ['https://github.com/containers/podman/issues/19409'],
  },
  ...byTable(({ registry, table, path }) => {
    const { prefix, location, mirrors } = registry;
    if (mirrors.length > 0 || location === '' || location === prefix || table.location === undefined)
      return nothing;
    if (prefix.startsWith('*.')) return nothing;
    return [
      {
        path,
        span: table.location.span,
        message: `${prefix} is redirected to ${location}; ${prefix} itself is never asked.`,
        why: 'A location that differs from the prefix replaces the registry. There is no fallback when an image is missing there.',
        advice: 'If it is meant as a cache, keep the location and make this a [[registry.mirror]].',
      },
    ];
  }),
};
