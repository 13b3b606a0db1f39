import { at, clusterOf, entriesOf, openshiftMeta, replaceFix, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const otherNameOfDockerHub: Rule = {
  meta: openshiftMeta({
    code: 'MW825',
    name: 'other-name-of-docker-hub',
    severity: 'warning',
    summary: 'A list or source uses a name of Docker Hub that no image is called by.',
    covers: ['O24'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const places = [
      ...entriesOf(cluster, 'insecure', 'blocked', 'allowed').map(({ entry }) => ({
        resource: cluster.image!,
        entry,
      })),
      ...rulesOf(cluster).map(({ set, rule }) => ({ resource: set, entry: rule.source })),
    ];
    for (const { resource, entry } of places) {
      const [host = ''] = entry.value.split('/', 1);
      if (!otherNames.has(host)) continue;
      const better = `docker.io${entry.value.slice(host.length)}`;
      yield at(resource, entry, {
        message: `${host} is not what images of Docker Hub are called by.`,
        why: 'Names are compared after docker.io has been filled in: nothing is matched.',
        advice: `Write ${better}.`,
        fixes: replaceFix(resource, entry, better, 'review'),
      });
    }
  },
};

const otherNames: ReadonlySet<string> = new Set([
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);
