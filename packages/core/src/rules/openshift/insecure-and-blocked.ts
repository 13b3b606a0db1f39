import { at, clusterOf, entriesOf, keyOf, openshiftMeta, scopeFinder } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const insecureAndBlocked: Rule = {
  meta: openshiftMeta({
    code: 'MW836',
    name: 'insecure-and-blocked',
    severity: 'info',
    summary: 'A registry is insecure and blocked.',
    covers: ['O28'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.blocked === undefined || image.insecure === undefined) return;
    const blocking = scopeFinder(image.blocked.items.map(({ value }) => value));
    for (const { entry } of entriesOf(cluster, 'insecure')) {
      const outer = blocking(entry.value);
      if (outer === undefined) continue;
      yield at(image, entry, {
        message: `${entry.value} is insecure, and ${outer} is blocked.`,
        why: 'Nothing is pulled from it, over TLS or without.',
        advice: 'Remove one of the entries.',
        related: [{ origin: keyOf(image, image.blocked), message: 'what is blocked' }],
      });
    }
  },
};
