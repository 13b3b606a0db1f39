import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const dockerHubName: Rule = {
  meta: {
    code: 'MW213',
    name: 'docker-hub-name',
    family: 'matching',
    severity: 'warning',
    summary: 'A prefix uses another name of Docker Hub and does not match docker.io.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C14'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ path, prefixSpan, problem }) => {
    if (problem?.kind !== 'docker-hub-name') return nothing;
    return [
      {
        path,
        span: prefixSpan,
        severity: problem.certain ? 'error' : 'warning',
        message: problem.certain
          ? `${problem.host} never matches.`
          : `${problem.host} does not match images of docker.io.`,
        why: problem.certain
          ? 'It is rewritten to docker.io before any table is looked up.'
          : 'Images of Docker Hub are looked up as docker.io; this prefix matches only references that spell this host.',
        advice: 'Write docker.io.',
      },
    ];
  }),
};
