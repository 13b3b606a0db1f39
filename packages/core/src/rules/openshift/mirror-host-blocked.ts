import { at, clusterOf, coveredBy, keyOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirrorHostBlocked: Rule = {
  meta: openshiftMeta({
    code: 'MW828',
    name: 'mirror-host-blocked',
    severity: 'warning',
    summary: 'A mirror lies in a blocked registry.',
    covers: ['O36'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.blocked === undefined) return;
    const isBlocked = coveredBy(image.blocked);
    for (const { set, rule } of rulesOf(cluster)) {
      for (const mirror of rule.mirrors) {
        if (mirror.value === rule.source.value || !isBlocked(mirror.value)) continue;
        yield at(set, mirror, {
          message: `${mirror.value} lies in a blocked registry, and is not asked.`,
          why: 'Nodes refuse every connection to it, also as a mirror; and a release image is not held to be reachable by it.',
          advice: 'Remove the mirror, or block less.',
          related: [{ origin: keyOf(image, image.blocked), message: 'what is blocked' }],
        });
      }
    }
  },
};
