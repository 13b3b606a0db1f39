import type { Origin } from '../../model/provenance.ts';
import {
  addFix,
  at,
  type Cluster,
  clusterOf,
  coveredBy,
  openshiftMeta,
  payloadRepository,
  reachedInto,
  rulesOf,
} from '../openshift.ts';
import { usesOf } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const neededRegistryNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW806',
    name: 'needed-registry-not-allowed',
    severity: 'error',
    summary: 'allowedRegistries leaves out a registry that the cluster itself needs.',
    covers: ['O3', 'O4', 'O5', 'O6'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const [isAllowed, isPartly] = [coveredBy(image.allowed), reachedInto(image.allowed)];
    const isLeftOut = (place: string): boolean => !isAllowed(place) && !isPartly(place);
    for (const { places, add, severity, what, uses } of neededBy(cluster, isLeftOut)) {
      // of the vendor's registry a part may be all that is wanted
      const isEnough = places.every((place) => isAllowed(place) || (place === vendor && isPartly(place)));
      if (uses.length === 0 && isEnough) continue;
      yield at(
        image,
        { span: image.allowed.keySpan },
        {
          severity,
          message: `allowedRegistries leaves out ${add}: ${what}.`,
          why: 'Nothing is added to the list by itself: what it does not name is rejected, images of the cluster included.',
          advice: `Add ${add}.`,
          related: uses.map((origin) => ({ origin, message: 'where it is used' })),
          fixes: addFix(image, 'allowed', add, 'review'),
        },
      );
    }
  },
};

const vendor = 'registry.redhat.io';

interface Needed {
  readonly places: readonly string[];
  readonly add: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  /** Places that show that it is used. */
  readonly uses: readonly Origin[];
}

function neededBy(cluster: Cluster, isLeftOut: (place: string) => boolean): readonly Needed[] {
  const internal =
    cluster.image?.internalHostname?.value || 'image-registry.openshift-image-registry.svc:5000';
  const uses = vendorUses(cluster, isLeftOut);
  return [
    {
      places: [internal],
      add: internal,
      severity: 'error',
      what: 'images of the internal registry are rejected',
      uses: [],
    },
    neededForRelease(payloadRepository(cluster)),
    {
      places: [vendor],
      add: vendor,
      severity: uses.length > 0 ? 'error' : 'warning',
      what: 'operators and their catalogs are rejected',
      uses,
    },
  ];
}

function neededForRelease(payload: string | undefined): Needed {
  const release = 'quay.io/openshift-release-dev';
  const isOwn = payload !== undefined && !payload.startsWith('quay.io/');
  return {
    places: isOwn ? [payload] : [`${release}/ocp-release`, `${release}/ocp-v4.0-art-dev`],
    add: isOwn ? payload : 'quay.io',
    severity: 'error',
    what: isOwn ? 'the release image is rejected' : 'the release and its components are rejected',
    uses: [],
  };
}

/** The first few places that name images of the vendor's registry that the list leaves out. */
function vendorUses(cluster: Cluster, isLeftOut: (place: string) => boolean): readonly Origin[] {
  const isUse = (place: string): boolean =>
    (place === vendor || place.startsWith(`${vendor}/`)) && isLeftOut(place);
  const sources = rulesOf(cluster)
    .filter(({ rule }) => isUse(rule.source.value))
    .map(({ set, rule }) => ({ path: set.document.path, span: rule.source.span }));
  const images = usesOf(cluster)
    .filter(({ repository }) => isUse(repository))
    .map(({ user, image }) => ({ path: user.document.path, span: image.span }));
  return [...images, ...sources].slice(0, 5);
}
