import { hostOf, publicRegistries } from '../data/hosts.ts';
import { at, clusterOf, entriesOf, openshiftMeta, removeFix } from '../openshift.ts';
import { usesOf } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const insecurePublicSource: Rule = {
  meta: openshiftMeta({
    code: 'MW817',
    name: 'insecure-public-source',
    severity: 'warning',
    summary: 'A public registry is in insecureRegistries.',
    covers: ['O85'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const tagged = usesOf(cluster).filter(({ digest }) => digest === undefined);
    const byTag = new Map(tagged.map((use) => [hostOf(use.repository), use]));
    for (const { entry, index } of entriesOf(cluster, 'insecure')) {
      const host = hostOf(entry.value);
      if (!publicRegistries.has(host)) continue;
      const use = byTag.get(host);
      yield at(cluster.image!, entry, {
        severity: use === undefined ? 'warning' : 'error',
        message: `TLS of ${host} is not verified any more, on every node.`,
        why: 'Its certificate is trusted by every system. Where a mirror or proxy is meant, the entry has to name that: the flag belongs to the place that is asked.',
        advice: 'Remove it, or name the mirror instead.',
        ...(use !== undefined && {
          related: [
            {
              origin: { path: use.user.document.path, span: use.image.span },
              message: 'an image by tag, which anybody on the way can replace',
            },
          ],
        }),
        fixes: removeFix(cluster.image!, 'insecure', index),
      });
    }
  },
};
