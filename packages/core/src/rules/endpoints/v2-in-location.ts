import { byNotableEndpoint, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const v2InLocation: Rule = {
  meta: {
    code: 'MW308',
    name: 'v2-in-location',
    family: 'endpoints',
    severity: 'warning',
    summary: 'A location begins its path with v2.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C35'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byNotableEndpoint(({ placed, location, span }) => {
    const match = /^([^/]+)\/v2(\/.*)?$/.exec(location);
    if (match === null) return nothing;
    const without = `${match[1]}${match[2] ?? ''}`;
    return [
      {
        path: placed.path,
        span,
        message: `The path of ${location} begins with v2.`,
        why: 'The reader adds /v2/ itself: requests go to /v2/v2/...',
        advice: `Write ${without}.`,
        fixes: [
          {
            title: `Write ${without}`,
            safety: 'review',
            edits: [{ path: placed.path, span, newText: `"${without}"` }],
          },
        ],
      },
    ];
  }),
};
