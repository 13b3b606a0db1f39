import { addFix, at, clusterOf, coveredBy, entriesOf, keyOf, openshiftMeta } from '../openshift.ts';
import { isSearchHost } from '../openshift-faults.ts';
import type { Rule } from '../rule.ts';

export const searchRegistryNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW805',
    name: 'search-registry-not-allowed',
    severity: 'warning',
    summary: 'A search registry is missing from allowedRegistries.',
    covers: ['O9'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const isAllowed = coveredBy(image.allowed);
    for (const { entry } of entriesOf(cluster, 'search')) {
      // what is no host is refused as it is
      if (isAllowed(entry.value) || !isSearchHost(entry.value)) continue;
      yield at(image, entry, {
        message: `${entry.value} is searched for short names, and its images are rejected.`,
        why: 'Short names are completed with it, and the signature policy then rejects what was found.',
        advice: 'Add it to allowedRegistries, or search elsewhere.',
        related: [{ origin: keyOf(image, image.allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', entry.value, 'review'),
      });
    }
  },
};
