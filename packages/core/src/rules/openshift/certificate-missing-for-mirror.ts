import { isPrivateHost, publicRegistries, withoutPort } from '../data/hosts.ts';
import { clusterOf, coveredBy, openshiftMeta } from '../openshift.ts';
import { hasTrustBundle, hostsWithCertificate, registryCertificates } from '../openshift-certificates.ts';
import { byBareName, mirrorHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const certificateMissingForMirror: Rule = {
  meta: openshiftMeta({
    code: 'MW843',
    name: 'certificate-missing-for-mirror',
    severity: 'warning',
    summary: 'Registries have certificates of their own, and a mirror has none.',
    covers: ['O56'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const map = registryCertificates(cluster);
    // without certificates of its own a site may have ones that every system trusts
    if (map === undefined || hasTrustBundle(cluster)) return;
    const known = hostsWithCertificate(cluster);
    const bare = byBareName(known);
    const isInsecure = coveredBy(cluster.image?.insecure);
    for (const { host, mirror, origin } of mirrorHosts(cluster)) {
      if (publicRegistries.has(host) || known.has(host) || isInsecure(mirror.value)) continue;
      const other = bare.get(withoutPort(host))?.[0];
      if (other === undefined && !isPrivateHost(host)) continue;
      yield {
        ...origin,
        message:
          other === undefined
            ? `${host} has no certificate in the config map ${map.name?.value ?? ''}.`
            : `The config map ${map.name?.value ?? ''} has a certificate for ${other}, and the mirror is ${host}.`,
        why: 'Nodes look for certificates under the name of the registry with its port, exactly as it is written. Without one only those of the system count.',
        advice: `Add the certificate under the key ${host.replace(':', '..')}, unless the system trusts it.`,
        related: [
          {
            origin: { path: map.document.path, span: (map.name ?? map.node).span },
            message: 'the certificates of registries',
          },
        ],
      };
    }
  },
};
