import { atLeast } from '../../model/target.ts';
import { withoutSlashes } from '../../text/slashes.ts';
import { byEndpoint, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const trailingSlash: Rule = {
  meta: {
    code: 'MW311',
    name: 'trailing-slash',
    family: 'endpoints',
    severity: 'error',
    summary: 'A mirror ends in a slash, which older readers do not take off.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C38'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byEndpoint(({ placed, mirror, location, span }, target) => {
    if (atLeast(target.library, [5, 35, 0])) return nothing;
    if (mirror === undefined || !location.endsWith('/')) return nothing;
    const without = withoutSlashes(location);
    return [
      {
        path: placed.path,
        span,
        message: `The mirror ${location} ends in a slash.`,
        why: `${target.id} keeps it, so that every rewritten reference has two slashes and every pull fails. Releases from containers/image 5.35 take it off.`,
        advice: `Write ${without}.`,
        fixes: [
          {
            title: `Write ${without}`,
            safety: 'safe',
            edits: [{ path: placed.path, span, newText: `"${without}"` }],
          },
        ],
      },
    ];
  }),
};
