import type { MirrorSetKind } from '../../dialects/openshift/model.ts';

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
      : [`    ${key}:`, ...values.map((value) => `    - ${scalar(value)}`)];
  });
  return `${[
    'apiVersion: config.openshift.io/v1',
    'kind: Image',
    'metadata:',
    '  name: cluster',
    'spec:',
    ...(authority === undefined ? [] : ['  additionalTrustedCA:', `    name: ${scalar(authority)}`]),
    ...(keys.length === 0 ? [] : ['  registrySources:', ...keys]),
  ].join('\n')}\n`;
}

const sets: Readonly<
  Record<MirrorSetKind, { readonly apiVersion: string; readonly list: string; readonly name: string }>
> = {
  ImageContentSourcePolicy: {
    apiVersion: 'operator.openshift.io/v1alpha1',
    list: 'repositoryDigestMirrors',
    name: 'mirrors',
  },
  ImageDigestMirrorSet: {
    apiVersion: 'config.openshift.io/v1',
    list: 'imageDigestMirrors',
    name: 'mirrors-by-digest',
  },
  ImageTagMirrorSet: {
    apiVersion: 'config.openshift.io/v1',
    list: 'imageTagMirrors',
    name: 'mirrors-by-tag',
  },
};

/** A set of mirrors of one kind. */
export function mirrorSetYaml(kind: MirrorSetKind, entries: readonly MirrorEntry[]): string {
  const { apiVersion, list, name } = sets[kind];
  const rules = entries.flatMap(({ source, mirrors, never }) => [
    `  - source: ${scalar(source)}`,
    '    mirrors:',
    ...mirrors.map((mirror) => `    - ${scalar(mirror)}`),
    ...(never && kind !== 'ImageContentSourcePolicy' ? ['    mirrorSourcePolicy: NeverContactSource'] : []),
  ]);
  return `${[
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${name}`,
    'spec:',
    `  ${list}:`,
    ...rules,
  ].join('\n')}\n`;
}

/** Plain where every reader of YAML takes it for a string, else in double quotes. */
function scalar(text: string): string {
  return /^[a-zA-Z][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
