import type { ConfigMap, ConfigMapEntry, ImageConfig, Resource } from '../../dialects/openshift/model.ts';
import { decodeBase64 } from '../../text/base64.ts';
import { withoutPrivateKeys } from '../../text/pem.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { byteOrder } from './byte-order.ts';
import { type Release, since } from './releases.ts';

export interface Certificates {
  /**
   * Absolute path -> text. They are written beside the machine config: also while its sync fails. A private key that
   * stands among them, and that nodes get as well, is not in the text.
   */
  readonly files: ReadonlyMap<string, string>;
  /** Keys whose value is no text, such as a certificate in binary form: written as well, and not shown. */
  readonly binary: readonly ConfigMapEntry[];
  /** Keys whose value holds a private key. */
  readonly privateKeys: readonly ConfigMapEntry[];
  /** The config map that the image configuration names and that is not among the resources. */
  readonly missing?: string;
}

/**
 * /etc/docker/certs.d: the certificates of the cluster's own registry, then those that the user gives, which win.
 * Nothing is checked: every key becomes a folder. Source: openshift/machine-config-operator (`ImageRegistryBundle`);
 * before 4.14 the node-ca pods of openshift/cluster-image-registry-operator, which replace the last two dots only.
 */
export function certificatesOf(resources: readonly Resource[], release: Release): Certificates {
  const image = resources.find((resource) => resource.kind === 'Image');
  const maps = resources.filter((resource) => resource.kind === 'ConfigMap');
  const own = maps.find((map) => isNamed(map, 'openshift-config-managed', 'image-registry-ca'));
  const given = trustedConfigMap(image, maps);
  const files = new Map<string, string>();
  const binary: ConfigMapEntry[] = [];
  const privateKeys: ConfigMapEntry[] = [];
  for (const entry of [own, given].flatMap((map) => (map === undefined ? [] : inOrder(map)))) {
    const text = certificateText(entry);
    if (text === undefined) {
      binary.push(entry);
      continue;
    }
    const shown = withoutPrivateKeys(text);
    if (shown !== text) privateKeys.push(entry);
    files.set(`/etc/docker/certs.d/${hostOfKey(entry.key.value, release)}/ca.crt`, shown);
  }
  const missing = given === undefined ? image?.trustedCA?.value : undefined;
  return { files, binary, privateKeys, ...(missing !== undefined && missing !== '' && { missing }) };
}

/** The config map that additionalTrustedCA names. One that says no namespace is taken for the one in the right place. */
export function trustedConfigMap<T extends ConfigMap>(
  image: ImageConfig | undefined,
  maps: readonly T[],
): T | undefined {
  const name = image?.trustedCA?.value;
  return maps.find((map) => name !== undefined && isNamed(map, 'openshift-config', name));
}

function isNamed(map: ConfigMap, namespace: string, name: string): boolean {
  return map.name?.value === name && (map.namespace?.value ?? namespace) === namespace;
}

/** `data` before `binaryData`, keys in the order of their bytes. */
function inOrder({ data }: ConfigMap): readonly ConfigMapEntry[] {
  return data.toSorted((a, b) => Number(a.binary) - Number(b.binary) || byteOrder(a.key.value, b.key.value));
}

/** What is written for a key: base64 is decoded, under `data` too; undefined where that is no text. */
export function certificateText({ value: { value } }: ConfigMapEntry): string | undefined {
  const bytes = decodeBase64(value);
  return bytes === undefined ? value : decodeUtf8(bytes);
}

/** The registry that a key stands for: a key cannot hold a colon, so that two dots stand for it. */
export function hostOfKey(key: string, release: Release): string {
  if (since(release, [4, 14])) return key.replaceAll('..', ':');
  const last = key.lastIndexOf('..');
  return last === -1 ? key : `${key.slice(0, last)}:${key.slice(last + 2)}`;
}
