import { at, clusterOf, entriesOf, openshiftMeta, scopeFinder } from '../openshift.ts';
import { namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const wildcardForEveryPort: Rule = {
  meta: openshiftMeta({
    code: 'MW834',
    name: 'wildcard-for-every-port',
    severity: 'info',
    summary: 'A wildcard covers a registry with a port, and all other ports of the hosts with it.',
    covers: ['O19'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const wildcards = entriesOf(cluster, 'insecure', 'blocked', 'allowed').filter(({ entry }) =>
      entry.value.startsWith('*.'),
    );
    if (wildcards.length === 0) return;
    const find = scopeFinder(wildcards.map(({ entry }) => entry.value));
    const covered = new Map(
      [...namedHosts(cluster)]
        .filter(([host]) => /:\d+$/.test(host))
        .map(([host, origin]) => [find(host), { host, origin }] as const),
    );
    for (const { entry } of wildcards) {
      const example = covered.get(entry.value);
      if (example === undefined) continue;
      yield at(cluster.image!, entry, {
        message: `${entry.value} covers ${example.host}, and every other port of the hosts below that domain.`,
        why: 'A wildcard cannot name a port: the operator and the nodes match the host alone.',
        advice: 'List the registries with their ports where only those are meant.',
        related: [{ origin: example.origin, message: 'the registry with a port' }],
      });
    }
  },
};
