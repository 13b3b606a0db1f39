import type { ConfigMap, Resource } from '../dialects/openshift/model.ts';
import type { Located } from '../model/provenance.ts';
import { certificateText, hostOfKey, trustedConfigMap } from '../runtimes/openshift/certificates.ts';
import { type Cluster, ofKind, type Placed } from './openshift.ts';

/** The config map with the certificates of registries, as far as it is among the files. */
export function registryCertificates(cluster: Cluster): Placed<ConfigMap> | undefined {
  const maps = ofKind(cluster, 'ConfigMap');
  if (cluster.image !== undefined) return trustedConfigMap(cluster.image, maps);
  // by itself it shows by its keys what it is for
  return maps.find(
    ({ namespace, data }) =>
      namespace?.value === 'openshift-config' && data.some(({ key }) => key.value.includes('..')),
  );
}

/** A text that should hold certificates, under the key that it is for. */
export interface CertificateText {
  readonly resource: Placed<Resource>;
  readonly key: Located<string>;
  /** Undefined where it is no text. */
  readonly text: string | undefined;
}

/** The certificates of registries, and the bundle that all of the cluster trusts. */
export function certificateTexts(cluster: Cluster): readonly CertificateText[] {
  const maps = ofKind(cluster, 'ConfigMap').filter(isUserBundle);
  const own = registryCertificates(cluster);
  const texts = [...(own === undefined ? [] : [own]), ...maps].flatMap((resource) =>
    resource.data.map((entry) => ({ resource, key: entry.key, text: certificateText(entry) })),
  );
  const bundles = ofKind(cluster, 'InstallConfig').flatMap(({ trustBundle, ...resource }) =>
    trustBundle === undefined
      ? []
      : [
          {
            resource,
            key: { value: 'additionalTrustBundle', span: trustBundle.keySpan ?? trustBundle.span },
            text: trustBundle.value,
          },
        ],
  );
  return [...texts, ...bundles];
}

/** The bundle that the installer makes of additionalTrustBundle. */
function isUserBundle({ name, namespace }: ConfigMap): boolean {
  return name?.value === 'user-ca-bundle' && (namespace?.value ?? 'openshift-config') === 'openshift-config';
}

/** Whether some bundle is trusted by the nodes for all that they connect to. */
export function hasTrustBundle(cluster: Cluster): boolean {
  return (
    ofKind(cluster, 'ConfigMap').some(isUserBundle) ||
    ofKind(cluster, 'InstallConfig').some(({ trustBundle }) => trustBundle !== undefined)
  );
}

/** The registries that have certificates of their own. */
export function hostsWithCertificate(cluster: Cluster): ReadonlySet<string> {
  const keys = registryCertificates(cluster)?.data ?? [];
  return new Set(keys.map(({ key }) => hostOfKey(key.value, cluster.release)));
}

/** A key that is for a program of its own and names no registry. */
export const updateServiceKey = 'updateservice-registry';
