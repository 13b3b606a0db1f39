import { addFix, at, clusterOf, coveredBy, entriesOf, keyOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const insecureRegistryNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW804',
    name: 'insecure-registry-not-allowed',
    severity: 'error',
    summary: 'A registry is in insecureRegistries and missing from allowedRegistries.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image?.allowed === undefined || image.allowed.items.length === 0) return;
    const isAllowed = coveredBy(image.allowed);
    const mirrors = rulesOf(cluster).flatMap(({ rule }) => rule.mirrors.map(({ value }) => value));
    const hosts = new Set(mirrors.map((mirror) => mirror.split('/', 1)[0]));
    for (const { entry } of entriesOf(cluster, 'insecure')) {
      // images are called by the name of their source: a mirror needs no permission of its own
      if (isAllowed(entry.value) || hosts.has(entry.value.split('/', 1)[0])) continue;
      yield at(image, entry, {
        message: `${entry.value} is in insecureRegistries and not in allowedRegistries.`,
        why: 'With allowedRegistries the signature policy rejects every image that is not named there. insecureRegistries says how a registry is reached, and never that it may be used.',
        advice: 'Add it to allowedRegistries, or remove it from insecureRegistries.',
        related: [{ origin: keyOf(image, image.allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', entry.value, 'safe'),
      });
    }
  },
};
