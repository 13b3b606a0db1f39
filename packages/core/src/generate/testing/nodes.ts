import fc from 'fast-check';
import { explain } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { Target } from '../../model/target.ts';
import { parseTarget } from '../../runtimes/containers/targets.ts';
import type { NodeView } from '../../snapshot/node.ts';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import { rootUser, type Snapshot, type SnapshotFile } from '../../snapshot/snapshot.ts';

/** Nodes with random registries configuration, for properties. */

const hosts = [
  'docker.io',
  'quay.io',
  'a.corp.example',
  'b.corp.example:5000',
  'corp.example',
  'eu.lab.example',
  'localhost',
];
const paths = ['', '', '/acme', '/acme/web', '/library', '/library/nginx'];

const place = fc
  .tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths), fc.constantFrom('', '', '', '/'))
  .map((parts) => parts.join(''));
const prefix = fc.oneof(
  { weight: 5, arbitrary: place },
  { weight: 1, arbitrary: fc.constantFrom('*.corp.example', '*.example', '*.lab.example') },
);
const mirrorHost = fc.constantFrom(
  'm1.example',
  'm2.example:5000',
  'cache.corp.example',
  'a.corp.example',
  '192.0.2.7',
);
const mirror = fc.record({
  location: fc.tuple(mirrorHost, fc.constantFrom('', '/hub', '/proxy/x')).map((parts) => parts.join('')),
  insecure: fc.option(fc.boolean(), { nil: undefined }),
  pull: fc.constantFrom(undefined, undefined, 'all', 'digest-only', 'tag-only', ''),
});
const table = fc.record({
  prefix: fc.option(prefix, { nil: undefined }),
  location: fc.option(place, { nil: undefined }),
  insecure: fc.option(fc.boolean(), { nil: undefined }),
  blocked: fc.constantFrom(undefined, undefined, undefined, true, false),
  digestOnly: fc.constantFrom(undefined, undefined, undefined, true, false),
  mirrors: fc.array(mirror, { maxLength: 3 }),
});
const aliasNames = ['web', 'acme/web', 'gone', 'nginx'];
const file = fc.record({
  tables: fc.array(table, { maxLength: 6 }),
  search: fc.option(
    fc.uniqueArray(fc.constantFrom('docker.io', 'quay.io', 'b.corp.example:5000'), { maxLength: 3 }),
    {
      nil: undefined,
    },
  ),
  mode: fc.constantFrom(undefined, undefined, 'enforcing', 'permissive', 'disabled'),
  helpers: fc.constantFrom(undefined, undefined, [], ['containers-auth.json', 'helper']),
  aliases: fc.array(
    fc.tuple(
      fc.constantFrom(...aliasNames),
      fc.constantFrom('', 'quay.io/acme/web', 'docker.io/library/web'),
    ),
    {
      maxLength: 3,
    },
  ),
});

type GeneratedTable = typeof table extends fc.Arbitrary<infer T> ? T : never;
type GeneratedFileContent = typeof file extends fc.Arbitrary<infer T> ? T : never;

function line(key: string, value: unknown): readonly string[] {
  return value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`];
}

function tableText(given: GeneratedTable): readonly string[] {
  const isWildcard = given.prefix?.startsWith('*.') === true;
  const location = given.location ?? (isWildcard ? undefined : (given.prefix ?? 'quay.io'));
  const digestOnly = given.digestOnly === true;
  return [
    '[[registry]]',
    ...line('prefix', given.prefix),
    ...line('location', location),
    ...line('insecure', given.insecure),
    ...line('blocked', given.blocked),
    ...line('mirror-by-digest-only', given.digestOnly),
    ...given.mirrors.flatMap((each) => [
      '[[registry.mirror]]',
      ...line('location', each.location),
      ...line('insecure', each.insecure),
      ...line('pull-from-mirror', digestOnly ? undefined : each.pull),
    ]),
  ];
}

export function confText({ tables, search, mode, helpers, aliases }: GeneratedFileContent): string {
  const top = [
    ...line('unqualified-search-registries', search),
    ...line('short-name-mode', mode),
    ...line('credential-helpers', helpers),
  ];
  const names = [...new Map(aliases)].flatMap(([name, value]) => line(JSON.stringify(name), value));
  const named = names.length > 0 ? ['[aliases]', ...names] : [];
  return `${[...top, ...named, ...tables.flatMap(tableText)].join('\n')}\n`;
}

/** Files of a node: a main file and up to two drop-ins. Some of them are refused by the reader. */
export const nodeFiles: fc.Arbitrary<readonly SnapshotFile[]> = fc
  .tuple(file, fc.array(file, { maxLength: 2 }))
  .map(([main, dropIns]) => [
    { path: 'etc/containers/registries.conf', text: confText(main) },
    ...dropIns.map((each, index) => ({
      path: `etc/containers/registries.conf.d/${index}0-x.conf`,
      text: confText(each),
    })),
  ]);

export function snapshotOf(files: readonly SnapshotFile[]): Snapshot {
  return { files, rooted: true, user: rootUser, unreadable: [] };
}

export function nodeOf(files: readonly SnapshotFile[], target: Target): NodeView {
  return createNode(parseSnapshot(snapshotOf(files)), target);
}

export function targetOf(id: string): Target {
  const parsed = parseTarget(id);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.target;
}

const digest = `sha256:${'a'.repeat(64)}`;
const names = [
  ...hosts.flatMap((host) => ['/acme/web', '/library/nginx', '/other', '/acme'].map((path) => host + path)),
  'x.y.corp.example/app',
  'a.corp.example:5000/app',
  'eu.lab.example:8443/acme/web',
  'm1.example/hub/acme/web',
];

/** References that meet the tables above in every way: by tag, by digest, and short names. */
export const references: readonly string[] = [
  ...names.flatMap((name) => [`${name}:1`, `${name}@${digest}`]),
  ...aliasNames,
  'other/thing:2',
];

/** What of an explanation is behaviour, as opposed to where it was written. */
export function behaviour(node: NodeView, reference: string): unknown {
  const { verdict, matched, candidates, shortName, error }: Explanation = explain(node, reference);
  return {
    reference,
    verdict,
    matched: matched?.prefix,
    error: error?.replaceAll(/(?:in )?"?etc\/[^" ]*"?/g, 'FILE'),
    candidates: candidates.map(({ because, ...candidate }) => candidate),
    tried: shortName?.tried.map((tried) => tried.reference.canonical),
  };
}
