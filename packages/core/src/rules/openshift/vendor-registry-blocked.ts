import { isNested } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const vendorRegistryBlocked: Rule = {
  meta: openshiftMeta({
    code: 'MW837',
    name: 'vendor-registry-blocked',
    severity: 'error',
    summary: 'blockedRegistries covers a registry that the release or its operators come from.',
    covers: ['O35'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    for (const { entry } of entriesOf(cluster, 'blocked')) {
      const covered = vendorPlaces.find(({ place }) => isNested(place, entry.value));
      if (covered === undefined) continue;
      yield at(cluster.image!, entry, {
        message: `${entry.value} is blocked: ${covered.what} are rejected.`,
        why: 'Their images are called by that name also where mirrors serve them, and the signature policy rejects the name. Only the release image itself is kept.',
        advice:
          'To keep nodes from contacting it, mirror it with mirrorSourcePolicy: NeverContactSource instead of blocking it.',
      });
    }
  },
};

const vendorPlaces = [
  { place: 'quay.io/openshift-release-dev/ocp-v4.0-art-dev', what: 'the components of the release' },
  { place: 'registry.redhat.io', what: 'operators and their catalogs' },
] as const;
