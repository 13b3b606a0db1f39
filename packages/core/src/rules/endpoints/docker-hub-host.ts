import { byNotableEndpoint, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const dockerHubHost: Rule = {
  meta: {
    code: 'MW310',
    name: 'docker-hub-host',
    family: 'endpoints',
    severity: 'info',
    summary: 'A location names a host of Docker Hub instead of docker.io.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C37'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byNotableEndpoint(({ placed, location, span }) => {
    if (!/^(?:registry-1\.docker\.io|registry\.hub\.docker\.com)(?:\/|$)/.test(location)) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `${location} is Docker Hub under another name.`,
        why: 'Credentials, certificates and blocked tables are looked up under the name that is asked, and those of docker.io do not apply.',
        advice: 'Write docker.io.',
      },
    ];
  }),
};
