import { ruleLists } from '../../dialects/openshift/mirror-set.ts';
import type { MirrorSetKind } from '../../dialects/openshift/model.ts';
import { tableAt, textOf, valueAt } from '../../dialects/openshift/values.ts';
import { yamlText } from '../../policy/write.ts';
import type { TableNode } from '../../syntax/tree.ts';

export interface ImageLists {
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
  readonly insecure?: readonly string[];
  readonly search?: readonly string[];
}

export interface MirrorEntry {
  readonly source: string;
  readonly mirrors: readonly string[];
  /** The source itself is never asked. */
  readonly never: boolean;
}

const listKeys: readonly (readonly [keyof ImageLists, string])[] = [
  ['allowed', 'allowedRegistries'],
  ['blocked', 'blockedRegistries'],
  ['insecure', 'insecureRegistries'],
  ['search', 'containerRuntimeSearchRegistries'],
];

/** `image.config.openshift.io/cluster` with these lists. */
export function imageYaml(lists: ImageLists, authority: string | undefined): string {
  const keys = listKeys.flatMap(([list, key]) => {
    const values = lists[list];
    if (values === undefined) return [];
    return values.length === 0
      ? [`    ${key}: []`]
      : [`    ${key}:`, ...values.map((value) => `    - ${yamlText(value)}`)];
  });
  return `${[
    'apiVersion: config.openshift.io/v1',
    'kind: Image',
    'metadata:',
    '  name: cluster',
    'spec:',
    ...(authority === undefined ? [] : ['  additionalTrustedCA:', `    name: ${yamlText(authority)}`]),
    ...(keys.length === 0 ? [] : ['  registrySources:', ...keys]),
  ].join('\n')}\n`;
}

export const apiVersions: Readonly<Record<MirrorSetKind, string>> = {
  ImageContentSourcePolicy: 'operator.openshift.io/v1alpha1',
  ImageDigestMirrorSet: 'config.openshift.io/v1',
  ImageTagMirrorSet: 'config.openshift.io/v1',
};

/** What the sets are called that are made of a mirror policy. */
const setNames: Readonly<Record<MirrorSetKind, string>> = {
  ImageContentSourcePolicy: 'mirrors',
  ImageDigestMirrorSet: 'mirrors-by-digest',
  ImageTagMirrorSet: 'mirrors-by-tag',
};

/** What a resource is called, and what people and tools have noted on it. */
export interface Metadata {
  readonly name: string;
  readonly labels: readonly (readonly [string, string])[];
  readonly annotations: readonly (readonly [string, string])[];
}

/** Of a resource: without what a server adds. */
export function metadataOf(node: TableNode): Metadata {
  const metadata = tableAt(node, 'metadata');
  const pairs = (key: string): Metadata['labels'] =>
    (tableAt(metadata, key)?.entries ?? []).flatMap((entry): Metadata['labels'] => {
      const text = textOf(entry.value);
      return text === undefined || entry.key.endsWith('/last-applied-configuration')
        ? []
        : [[entry.key, text.value]];
    });
  return {
    name: valueAt(metadata, 'name') ?? '',
    labels: pairs('labels'),
    annotations: pairs('annotations'),
  };
}

/** A set of mirrors of one kind. */
export function mirrorSetYaml(
  kind: MirrorSetKind,
  entries: readonly MirrorEntry[],
  metadata: Metadata = { name: setNames[kind], labels: [], annotations: [] },
): string {
  return `${[
    `apiVersion: ${apiVersions[kind]}`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${yamlText(metadata.name)}`,
    ...pairLines('labels', metadata.labels),
    ...pairLines('annotations', metadata.annotations),
    'spec:',
    `  ${ruleLists[kind]}:`,
    ...ruleLines(entries, kind === 'ImageContentSourcePolicy' ? undefined : 'mirrorSourcePolicy').map(
      (line) => `  ${line}`,
    ),
  ].join('\n')}\n`;
}

/** The rules as items of a list. A source that is never asked says so where the list has a key for it. */
export function ruleLines(
  entries: readonly MirrorEntry[],
  policyKey: 'mirrorSourcePolicy' | 'sourcePolicy' | undefined,
): readonly string[] {
  return entries.flatMap(({ source, mirrors, never }) => [
    `- source: ${yamlText(source)}`,
    '  mirrors:',
    ...mirrors.map((mirror) => `  - ${yamlText(mirror)}`),
    ...(never && policyKey !== undefined ? [`  ${policyKey}: NeverContactSource`] : []),
  ]);
}

function pairLines(key: string, pairs: Metadata['labels']): readonly string[] {
  if (pairs.length === 0) return [];
  return [`  ${key}:`, ...pairs.map(([name, value]) => `    ${yamlText(name)}: ${stringText(value)}`)];
}

/** Numbers and truth values in quotes: the server takes strings only. */
function stringText(value: string): string {
  return value === '' ? '""' : yamlText(value);
}

/** The config map of `openshift-config` with the certificate authorities of registries. */
export function configMapYaml(
  name: string,
  entries: readonly { readonly host: string; readonly pem: string }[],
): string {
  return `${[
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${yamlText(name)}`,
    '  namespace: openshift-config',
    'data:',
    ...entries.flatMap(({ host, pem }) => [
      `  ${yamlText(keyOfHost(host))}: |`,
      ...pem
        .trim()
        .split(/\r?\n/)
        .map((line) => `    ${line.trim()}`),
    ]),
  ].join('\n')}\n`;
}

/** A key cannot hold a colon: the port follows two dots. */
export function keyOfHost(host: string): string {
  return host.replace(':', '..');
}
