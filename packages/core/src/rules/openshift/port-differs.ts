import type { Origin } from '../../model/provenance.ts';
import { hostOf, withoutPort } from '../data/hosts.ts';
import { at, clusterOf, entriesOf, listKeys, openshiftMeta } from '../openshift.ts';
import { firstUncovered, namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const portDiffers: Rule = {
  meta: openshiftMeta({
    code: 'MW809',
    name: 'port-differs',
    severity: 'warning',
    summary: 'A registry is named with a port in one place and without in another.',
    covers: ['O23'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image === undefined) return;
    const hosts = namedHosts(cluster);
    const missing = firstUncovered(
      cluster,
      [...hosts.keys()].filter((host) => withoutPort(host) !== host),
    );
    const told = new Set<string>();
    for (const { list, entry } of entriesOf(cluster, 'insecure', 'blocked', 'allowed')) {
      const { value } = entry;
      if (hostOf(value) !== value || value.startsWith('*')) continue;
      // two ports are two services: only a port that one place has and another lacks is a slip
      const name = withoutPort(value);
      const bare = hosts.has(name) && !missing[list].isCovered(name) ? name : undefined;
      const other = name === value ? missing[list].first(name) : bare;
      const key = `${name} ${other}`;
      if (other === undefined || told.has(key)) continue;
      told.add(key);
      const origin: Origin = hosts.get(other)!;
      yield at(image, entry, {
        message: `${listKeys[list]} names ${value}, and ${other} is used elsewhere.`,
        why: 'Ports are compared as they are written: the entry does not cover the other registry.',
        advice: `Write ${other} if that is meant.`,
        related: [{ origin, message: 'the other port' }],
      });
    }
  },
};
