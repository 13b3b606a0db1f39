import { addFix, clusterOf, coveredBy, keyOf, openshiftMeta, reachedInto } from '../openshift.ts';
import { mirrorPlaces } from '../openshift-uses.ts';
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
    const told = new Set<string>();
    for (const { host, mirror, origin } of mirrorPlaces(cluster)) {
      const { value } = mirror;
      if (isAllowed(value) || isPartly(value) || isInsecure(value)) continue;
      // where parts of the registry are allowed, the list is meant to be narrow
      const place = isPartly(host) ? value : host;
      if (told.has(place)) continue;
      told.add(place);
      yield {
        ...origin,
        message: `${place} serves as a mirror and is missing from allowedRegistries.`,
        why: 'Documentation and operator differ here. The documentation of all releases wants mirrors in the list. The operator of 4.11 to 5.2 needs them only where images are called by the name of the mirror: images are judged by the name of their source. Catalogs that oc-mirror writes, and a release that was installed from the mirror, have its name.',
        advice: `Add ${place} to allowedRegistries if anything is pulled by that name.`,
        related: [{ origin: keyOf(image, image.allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', place, 'review'),
      };
    }
  },
};
