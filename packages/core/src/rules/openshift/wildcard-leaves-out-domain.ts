import { withoutPort } from '../data/hosts.ts';
import { addFix, at, clusterOf, entriesOf, listKeys, openshiftMeta } from '../openshift.ts';
import { firstUncovered, namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const wildcardLeavesOutDomain: Rule = {
  meta: openshiftMeta({
    code: 'MW833',
    name: 'wildcard-leaves-out-domain',
    severity: 'warning',
    summary: 'A wildcard does not cover the domain itself, which is used as a registry.',
    covers: ['O18'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    const wildcards = entriesOf(cluster, 'insecure', 'blocked', 'allowed').filter(({ entry }) =>
      entry.value.startsWith('*.'),
    );
    if (image === undefined || wildcards.length === 0) return;
    const hosts = namedHosts(cluster);
    const uncovered = firstUncovered(cluster, hosts.keys());
    for (const { list, entry } of wildcards) {
      const missing = uncovered[list].first(withoutPort(entry.value.slice(2)));
      if (missing === undefined) continue;
      yield at(image, entry, {
        message: `${entry.value} does not cover ${missing}.`,
        why: 'A wildcard stands for the hosts below a domain, and never for the domain itself.',
        advice: `Add ${missing} to ${listKeys[list]} if it is meant too.`,
        related: [{ origin: hosts.get(missing)!, message: 'where it is used' }],
        fixes: addFix(image, list, missing, 'review'),
      });
    }
  },
};
