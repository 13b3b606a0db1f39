import type { Parsed } from '../dialects/document.ts';
import { type FieldInfo, type FieldScope, fields } from '../dialects/registries-conf/fields.ts';
import { foldKey } from '../dialects/registries-conf/fold.ts';
import type { UnknownKey } from '../dialects/registries-conf/model.ts';
import { renameKey } from '../syntax/edit/index.ts';
import type { TableNode, ValueNode } from '../syntax/tree.ts';
import { closest } from '../text/closest.ts';
import type { Fix } from './rule.ts';

/** A top-level key of version 2 inside a table. */
export function isMisplacedTopKey({ key, scope }: UnknownKey): boolean {
  if (scope === 'top') return false;
  return topValues.has(foldKey(key));
}

/** `prefix`, `blocked`, `mirror-by-digest-only` inside a mirror. */
export function isRegistryKeyInMirror({ key, scope }: UnknownKey): boolean {
  return scope === 'mirror' && registryOnly.has(foldKey(key));
}

/** Whether a rule about misplaced keys reports it. */
export function isMisplaced(unknown: UnknownKey): boolean {
  return isMisplacedTopKey(unknown) || isRegistryKeyInMirror(unknown);
}

const topValues: ReadonlySet<string> = new Set([
  'unqualified-search-registries',
  'credential-helpers',
  'short-name-mode',
  'additional-layer-store-auth-helper',
]);

const registryOnly: ReadonlySet<string> = new Set(['prefix', 'blocked', 'mirror-by-digest-only']);

/** Keys of other programs and of old formats, with what to do instead. */
export const strangers: ReadonlyMap<string, string> = new Map([
  [
    'registry-mirrors',
    'This is a key of dockerd; write a [[registry]] for docker.io with [[registry.mirror]] below it.',
  ],
  ['insecure-registries', 'This is a key of dockerd; write a [[registry]] with `insecure = true` for each.'],
  ['skip_verify', 'This is a key of containerd; write `insecure = true`.'],
  ['skip-verify', 'Write `insecure = true`.'],
  ['tls-verify', 'Write `insecure = true` for what was `tls-verify = false`.'],
  ['tls_verify', 'Write `insecure = true` for what was `tls_verify = false`.'],
  ['server', "This is a key of containerd's hosts.toml; write `location` in a [[registry]]."],
  [
    'host',
    "This is a table of containerd's hosts.toml; write [[registry.mirror]] tables below a [[registry]].",
  ],
  ['capabilities', "This is a key of containerd's hosts.toml; `pull-from-mirror` is the nearest here."],
  ['override_path', "This is a key of containerd's hosts.toml; write the path into `location`."],
  ['ca', 'Certificates stand in /etc/containers/certs.d/HOST/.'],
  ['plugins', 'This is the configuration of containerd, not a registries.conf.'],
  ['mirror', 'Write [[registry.mirror]], below the [[registry]] that it serves.'],
  ['mirrors', 'Write [[registry.mirror]], below the [[registry]] that it serves.'],
  ['endpoint', 'Write the first endpoint as `location`, the others as [[registry.mirror]] tables.'],
  ['unqualified-search', 'Name the registry in `unqualified-search-registries` at the top of the file.'],
  ['fallback', 'There is no such key: the registry itself is always tried last, unless it is `blocked`.'],
  ['username', 'Credentials stand in auth.json; run `podman login`.'],
  ['password', 'Credentials stand in auth.json; run `podman login`.'],
  ['auth', 'Credentials stand in auth.json; run `podman login`.'],
]);

/** Words that people write for a key, beyond misspellings. */
const synonyms: Readonly<Partial<Record<FieldScope, Readonly<Record<string, string>>>>> = {
  top: { 'search-registries': 'unqualified-search-registries', alias: 'aliases' },
  registry: { url: 'location', block: 'blocked', mirrors: 'mirror', 'digest-only': 'mirror-by-digest-only' },
  mirror: { url: 'location' },
};

export interface MeantKey {
  readonly key: string;
  /** Whether no other key can have been meant. */
  readonly sure: boolean;
}

/** Answers by scope and key: one misspelling often stands in thousands of tables. */
const answers = new Map<string, MeantKey | undefined>();

/** The key that was probably meant. */
export function meantKey({ key, scope }: UnknownKey): MeantKey | undefined {
  const question = `${scope} ${key}`;
  if (answers.has(question)) return answers.get(question);
  if (answers.size > 1000) answers.clear();
  const answer = guessKey(key, scope);
  answers.set(question, answer);
  return answer;
}

function guessKey(key: string, scope: FieldScope): MeantKey | undefined {
  const known = fields[scope].map((field) => field.key);
  const dashed = foldKey(key).replaceAll('_', '-');
  const exact = known.find((name) => name === dashed);
  if (exact !== undefined) return { key: exact, sure: true };
  const own = synonyms[scope];
  const synonym = own !== undefined && Object.hasOwn(own, dashed) ? own[dashed] : undefined;
  if (synonym !== undefined) return { key: synonym, sure: dashed === 'mirrors' || dashed === 'url' };
  if (strangers.has(key)) return undefined;
  const near = closest(key, known);
  return near === undefined ? undefined : { key: near, sure: sureTypo(foldKey(key), near) };
}

/** One letter too few, too many or wrong in a word of some length, with the same first letter. */
function sureTypo(written: string, meant: string): boolean {
  return meant.length >= 6 && written[0] === meant[0] && Math.abs(written.length - meant.length) <= 1;
}

/** The folded keys of a table, and those that its unknown keys may be renamed to. */
export function keysToBe(
  table: TableNode,
  unknown: ReadonlyMap<TableNode, readonly UnknownKey[]>,
): Set<string> {
  const keys = new Set(table.entries.map(({ key }) => foldKey(key)));
  for (const one of unknown.get(table) ?? []) {
    const meant = meantKey(one);
    if (meant !== undefined) keys.add(meant.key);
  }
  return keys;
}

/** Renames the key; not where the table has the right one, or where the value could not be read under it. */
export function renameFix(
  document: Parsed,
  { entry, table, scope }: UnknownKey,
  meant: MeantKey,
): readonly Fix[] {
  const field = fields[scope].find(({ key }) => key === meant.key);
  if (field === undefined || !fits(entry.value, field)) return [];
  if (table.entries.some(({ key }) => foldKey(key) === meant.key)) return [];
  const same = table.entries.filter(
    ({ key }) => key !== entry.key && foldKey(key).replaceAll('_', '-') === meant.key,
  );
  if (same.length > 0 || document.tree.problems.length > 0) return [];
  const edits = renameKey(document.tree, entry, meant.key).map((edit) => ({ path: document.path, ...edit }));
  return [{ title: `Rename ${entry.key} to ${meant.key}`, safety: meant.sure ? 'safe' : 'review', edits }];
}

function fits(value: ValueNode, { type }: FieldInfo): boolean {
  if (type === 'string') return value.kind === 'scalar' && value.type === 'string';
  if (type === 'boolean') return value.kind === 'scalar' && value.type === 'boolean';
  if (type === 'string-list')
    return (
      value.kind === 'array' && value.items.every((item) => item.kind === 'scalar' && item.type === 'string')
    );
  if (type === 'tables')
    return (
      value.kind === 'array' && value.items.length > 0 && value.items.every((item) => item.kind === 'table')
    );
  return value.kind === 'table';
}
