import { addFix, at, clusterOf, coveredBy, openshiftMeta, payloadRepository } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const neededRegistryNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW806',
    name: 'needed-registry-not-allowed',
    severity: 'error',
    summary: 'allowedRegistries leaves out a registry that the cluster itself needs.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const isAllowed = coveredBy(image.allowed);
    for (const { places, add, severity, what } of neededBy(payloadRepository(cluster))) {
      if (places.every(isAllowed)) continue;
      yield at(
        image,
        { span: image.allowed.keySpan },
        {
          severity,
          message: `allowedRegistries leaves out ${add}: ${what}.`,
          why: 'Nothing is added to the list by itself: what it does not name is rejected, images of the cluster included.',
          advice: `Add ${add}.`,
          fixes: addFix(image, 'allowed', add, 'review'),
        },
      );
    }
  },
};

interface Needed {
  readonly places: readonly string[];
  readonly add: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
}

const internal = 'image-registry.openshift-image-registry.svc:5000';

function neededBy(payload: string | undefined): readonly Needed[] {
  const fromQuay = payload === undefined || payload.startsWith('quay.io/');
  const release = 'quay.io/openshift-release-dev';
  return [
    {
      places: [internal],
      add: internal,
      severity: 'error',
      what: 'images of the internal registry are rejected',
    },
    ...(fromQuay
      ? [
          {
            places: [`${release}/ocp-release`, `${release}/ocp-v4.0-art-dev`],
            add: 'quay.io',
            severity: 'error' as const,
            what: 'the release and its components are rejected',
          },
        ]
      : [
          {
            places: [payload],
            add: payload,
            severity: 'error' as const,
            what: 'the release image is rejected',
          },
        ]),
    {
      places: ['registry.redhat.io'],
      add: 'registry.redhat.io',
      severity: 'warning',
      what: 'operators and their catalogs are rejected',
    },
  ];
}
