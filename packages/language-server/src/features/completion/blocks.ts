import type { DialectId } from '@mirrorwright/core';

/** Text that is put in whole. Places to fill in are written as `<1:text>`, choices as `<1|a,b|>`. */
export interface BlockSnippet {
  readonly label: string;
  readonly detail: string;
  readonly lines: readonly string[];
}

const mirror = ['[[registry.mirror]]', 'location = "<4:mirror.example.com>"'];

const registriesConf: readonly BlockSnippet[] = [
  {
    label: 'registry with a mirror',
    detail: 'A registry, asked after its mirror',
    lines: [
      '[[registry]]',
      'prefix = "<1:docker.io>"',
      'location = "<2:docker.io>"',
      '',
      '[[registry.mirror]]',
      'location = "<3:mirror.example.com>"',
    ],
  },
  {
    label: 'registry with mirrors for digests and tags',
    detail: 'One mirror for pulls by digest, one for pulls by tag',
    lines: [
      '[[registry]]',
      'prefix = "<1:docker.io>"',
      'location = "<2:docker.io>"',
      '',
      '[[registry.mirror]]',
      'location = "<3:mirror.example.com>"',
      'pull-from-mirror = "digest-only"',
      '',
      ...mirror,
      'pull-from-mirror = "tag-only"',
    ],
  },
  {
    label: 'mirror',
    detail: 'One more mirror of the registry above',
    lines: ['[[registry.mirror]]', 'location = "<1:mirror.example.com>"'],
  },
  {
    label: 'blocked registry',
    detail: 'A registry that is never asked',
    lines: ['[[registry]]', 'prefix = "<1:registry.example.com>"', 'blocked = true'],
  },
  {
    label: 'aliases',
    detail: 'What short names stand for',
    lines: ['[aliases]', '"<1:name>" = "<2:registry.example.com/namespace/name>"'],
  },
];

const mirrorPolicy: readonly BlockSnippet[] = [
  {
    label: 'mirror policy',
    detail: 'A whole document with one upstream and its mirror',
    lines: [
      'version: 1',
      'targets: [<1:podman@5.8>]',
      'upstreams:',
      '  - registry: <2:docker.io>',
      '    mirrors:',
      '      - location: <3:mirror.example.com>',
    ],
  },
];

function mirrorSet(kind: string, list: string): BlockSnippet {
  return {
    label: kind,
    detail: 'A whole resource with one source and its mirror',
    lines: [
      'apiVersion: config.openshift.io/v1',
      `kind: ${kind}`,
      'metadata:',
      '  name: <1:mirrors>',
      'spec:',
      `  ${list}:`,
      '    - source: <2:quay.io/namespace>',
      '      mirrors:',
      '        - <3:mirror.example.com/namespace>',
    ],
  };
}

const openShift: readonly BlockSnippet[] = [
  mirrorSet('ImageDigestMirrorSet', 'imageDigestMirrors'),
  mirrorSet('ImageTagMirrorSet', 'imageTagMirrors'),
  {
    label: 'Image',
    detail: 'The image configuration of the cluster',
    lines: [
      'apiVersion: config.openshift.io/v1',
      'kind: Image',
      'metadata:',
      '  name: cluster',
      'spec:',
      '  registrySources:',
      '    <1|allowedRegistries,blockedRegistries,insecureRegistries,containerRuntimeSearchRegistries|>:',
      '      - <2:registry.example.com>',
    ],
  },
];

const blocks: Readonly<Partial<Record<DialectId, readonly BlockSnippet[]>>> = {
  'registries-conf': registriesConf,
  'mirror-policy': mirrorPolicy,
  openshift: openShift,
};

/** The blocks of a dialect, for the top level of a document. */
export function blocksOf(dialect: DialectId): readonly BlockSnippet[] {
  return (blocks[dialect] ?? []).map((block) => ({ ...block, lines: block.lines.map(asSnippet) }));
}

function asSnippet(line: string): string {
  return line.replace(/<(\d[:|][^>]*)>/g, (_, place: string) => `\${${place}}`);
}
