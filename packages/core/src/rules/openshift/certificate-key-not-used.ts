import { hostOfKey } from '../../runtimes/openshift/certificates.ts';
import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import { registryCertificates, updateServiceKey } from '../openshift-certificates.ts';
import { mirrorHosts, namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const certificateKeyNotUsed: Rule = {
  meta: openshiftMeta({
    code: 'MW845',
    name: 'certificate-key-not-used',
    severity: 'warning',
    summary: 'A key of the certificates of registries names no registry that is used.',
    covers: ['O59'],
    cites: ['https://github.com/openshift/openshift-docs/issues/15085'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const map = registryCertificates(cluster);
    if (map === undefined) return;
    const { image } = cluster;
    const known = new Set([
      ...namedHosts(cluster).keys(),
      ...(image?.imports?.items ?? []).map(({ domain }) => domain.value),
      ...(image?.externalHostnames ?? []).map(({ value }) => value),
      ...(image?.internalHostname === undefined ? [] : [image.internalHostname.value]),
    ]);
    const hasMirrors = mirrorHosts(cluster).length > 0;
    for (const { key } of map.data) {
      const host = hostOfKey(key.value, cluster.release);
      if (known.has(host) || key.value === updateServiceKey || /[:/]/.test(key.value)) continue;
      const isFile = /\.(?:crt|pem|key|cer|der)$/i.test(key.value) || !/[.]/.test(host);
      if (!isFile && !hasMirrors) continue;
      yield at(map, key, {
        severity: isFile ? 'warning' : 'info',
        message: isFile
          ? `${key.value} is the name of a file and not of a registry.`
          : `No list, rule or image names the registry ${host}.`,
        why: `The key becomes a folder in /etc/docker/certs.d. Its certificate counts for a registry called ${host} and for no other.`,
        advice: isFile
          ? 'Use the registry as the key: oc create configmap NAME --from-file=host..port=ca.crt -n openshift-config.'
          : 'Remove it, or correct the name or port, unless a registry outside of these files is meant.',
      });
    }
  },
};
