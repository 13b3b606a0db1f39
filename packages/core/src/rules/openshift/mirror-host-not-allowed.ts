import { addFix, clusterOf, coveredBy, keyOf, openshiftMeta, reachedInto } from '../openshift.ts';
import { mirrorHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const mirrorHostNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW831',
    name: 'mirror-host-not-allowed',
    severity: 'warning',
    summary: 'A registry serves as a mirror and is missing from allowedRegistries.',
    covers: ['O7'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const [isAllowed, isPartly] = [coveredBy(image.allowed), reachedInto(image.allowed)];
    // MW804 tells of it where it is insecure too
    const isInsecure = coveredBy(image.insecure);
    for (const { host, mirror, origin } of mirrorHosts(cluster)) {
      if (isAllowed(mirror.value) || isPartly(host) || isInsecure(mirror.value)) continue;
      yield {
        ...origin,
        message: `${host} serves as a mirror and is missing from allowedRegistries.`,
        why: 'Documentation and operator differ here. The documentation of all releases wants mirrors in the list. The operator of 4.11 to 5.2 needs them only where images are called by the name of the mirror: images are judged by the name of their source. Catalogs that oc-mirror writes, and a release that was installed from the mirror, have its name.',
        advice: `Add ${host} to allowedRegistries if anything is pulled by that name.`,
        related: [{ origin: keyOf(image, image.allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', host, 'review'),
      };
    }
  },
};
