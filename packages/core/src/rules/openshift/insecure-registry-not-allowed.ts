import { hostOf } from '../data/hosts.ts';
import {
  addFix,
  at,
  type Cluster,
  clusterOf,
  coveredBy,
  entriesOf,
  keyOf,
  openshiftMeta,
  rulesOf,
} from '../openshift.ts';
import { hasScheme } from '../openshift-faults.ts';
import { mirrorHosts, usesOf } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const insecureRegistryNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW804',
    name: 'insecure-registry-not-allowed',
    severity: 'error',
    summary: 'A registry is in insecureRegistries and missing from allowedRegistries.',
    covers: ['O8'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const isAllowed = coveredBy(image.allowed);
    const onlyMirrors = mirrorsByNoOtherName(cluster);
    for (const { entry } of entriesOf(cluster, 'insecure')) {
      // one with a scheme is refused as it is
      if (isAllowed(entry.value) || hasScheme(entry.value)) continue;
      const isMirror = onlyMirrors.has(hostOf(entry.value));
      yield at(image, entry, {
        ...(isMirror ? textForMirror : text),
        message: `${entry.value} is in insecureRegistries${isMirror ? ', for a mirror,' : ''} and not in allowedRegistries.`,
        related: [{ origin: keyOf(image, image.allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', entry.value, isMirror ? 'review' : 'safe'),
      });
    }
  },
};

const text = {
  why: 'With allowedRegistries the signature policy rejects every image that is not named there. insecureRegistries says how a registry is reached, and never that it may be used.',
  advice: 'Add it to allowedRegistries, or remove it from insecureRegistries.',
};

const textForMirror = {
  severity: 'warning' as const,
  why: 'Documentation and operator differ here. The documentation of all releases wants insecure registries and mirrors in the list too. The operator of 4.11 to 5.2 judges images by the name of their source: without the entry the mirror serves them all the same, and what is pulled by the name of the mirror is rejected.',
  advice: 'Add it to allowedRegistries if anything is pulled by that name.',
};

/** Hosts that serve as mirrors, and that no source and no image in use is called by. */
function mirrorsByNoOtherName(cluster: Cluster): ReadonlySet<string> {
  const mirrors = new Set(mirrorHosts(cluster).map(({ host }) => host));
  for (const { rule } of rulesOf(cluster)) mirrors.delete(hostOf(rule.source.value));
  for (const { repository } of usesOf(cluster)) mirrors.delete(hostOf(repository));
  return mirrors;
}
