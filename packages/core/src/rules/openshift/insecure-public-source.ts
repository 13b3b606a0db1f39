import { publicRegistries } from '../data/hosts.ts';
import { at, clusterOf, entriesOf, openshiftMeta, removeFix } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const insecurePublicSource: Rule = {
  meta: openshiftMeta({
    code: 'MW817',
    name: 'insecure-public-source',
    severity: 'warning',
    summary: 'A public registry is in insecureRegistries.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    for (const { entry, index } of entriesOf(cluster, 'insecure')) {
      const host = entry.value.split('/', 1)[0]!;
      if (!publicRegistries.has(host)) continue;
      yield at(cluster.image!, entry, {
        message: `TLS of ${host} is not verified any more, on every node.`,
        why: 'Its certificate is trusted by every system. Where a mirror or proxy is meant, the entry has to name that: the flag belongs to the place that is asked.',
        advice: 'Remove it, or name the mirror instead.',
        fixes: removeFix(cluster.image!, 'insecure', index),
      });
    }
  },
};
