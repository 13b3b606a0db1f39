import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const portLostInRewriting: Rule = {
  meta: {
    code: 'MW218',
    name: 'port-lost-in-rewriting',
    family: 'matching',
    severity: 'info',
    summary: 'A prefix without port has a location with one, which breaks references with a port.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['R4', 'C17'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byTable(({ registry, table, path, prefixSpan }) => {
    const { prefix, location } = registry;
    if (/[:/*]/.test(prefix) || prefix === '' || prefix === 'docker.io') return nothing;
    if (!/^[^/]+:\d+$/.test(location) || table.location === undefined) return nothing;
    return [
      {
        path,
        span: table.location.span,
        message: `References such as ${prefix}:5000/app become invalid here.`,
        why: `The prefix matches every port, and what follows it is appended: ${location}:5000/app.`,
        advice: `Add a table for ${prefix} with the port that is used, or leave it if no reference has a port.`,
        related: [{ origin: { path, span: prefixSpan }, message: 'this prefix matches every port' }],
      },
    ];
  }),
};
