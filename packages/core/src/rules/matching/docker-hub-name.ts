import { prefixProblems } from '../facts/prefix-problem.ts';
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
  *check({ node }) {
    for (const { path, prefixSpan, problem } of prefixProblems(node.config())) {
      if (problem.kind !== 'docker-hub-name') continue;
      yield {
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
      };
    }
  },
};
