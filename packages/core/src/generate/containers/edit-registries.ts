import type { Parsed } from '../../dialects/document.ts';
import type { MirrorTable, RegistriesConf, RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { Located } from '../../model/provenance.ts';
import { trimmed } from '../../policy/resolve.ts';
import {
  addEntry,
  addItem,
  addTable,
  type PlainValue,
  removeEntry,
  removeItem,
  removeTable,
  setValue,
} from '../../syntax/edit/index.ts';
import type { Entry, SyntaxTree, TableNode } from '../../syntax/tree.ts';
import { firstCommentAbove } from '../../text/comments.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { ConfContent, ConfMirror, ConfRegistry } from './lower.ts';
import {
  aliasLines,
  madeByMirrorwright,
  mirrorKeys,
  mirrorLines,
  registryKeys,
  registryLines,
  topKeys,
} from './write-registries.ts';

/** Whether the whole file is ours, so that what the policy no longer asks for may go. */
export function isOwned(text: string): boolean {
  return text.replace(/^\uFEFF/, '').startsWith(madeByMirrorwright);
}

/**
 * The edits after which an existing file says the content: tables of the same prefix are brought up to date, missing
 * ones added at the end, everything else stays. Only a file that is wholly ours loses what is no longer asked for.
 */
export function editRegistriesConf(
  document: Parsed<RegistriesConf>,
  content: ConfContent,
): readonly TextEdit[] {
  const edits: TextEdit[] = [...editTop(document, content)];
  const wanted = new Map(content.registries.map((registry) => [registry.prefix, registry]));
  const met = new Set<string>();
  for (const table of document.model.registries) {
    const prefix = trimmed(table.prefix?.value ?? '') || trimmed(table.location?.value ?? '');
    const registry = wanted.get(prefix);
    if (registry !== undefined && !met.has(prefix)) edits.push(...editTable(document.tree, table, registry));
    else if (registry === undefined && isOwned(document.source.text))
      edits.push(...removeRegistry(document, table));
    met.add(prefix);
  }
  edits.push(...editAliases(document, content));
  edits.push(...addRegistries(document, content, met));
  return edits;
}

function editTop({ tree, model, source }: Parsed<RegistriesConf>, content: ConfContent): readonly TextEdit[] {
  const root = tree.root as TableNode;
  const present = new Map<string, { readonly keySpan: Entry['keySpan'] } | undefined>([
    ['unqualified-search-registries', model.searchRegistries],
    ['credential-helpers', model.credentialHelpers],
    ['short-name-mode', located(model.shortNameMode)],
    ['additional-layer-store-auth-helper', located(model.additionalLayerStoreAuthHelper)],
  ]);
  const edits: TextEdit[] = [];
  const wanted = new Map(topKeys(content));
  for (const [key, at] of present) {
    const value = wanted.get(key);
    const entry = at && root.entries.find(({ keySpan }) => keySpan.start === at.keySpan.start);
    if (value !== undefined)
      edits.push(...(entry ? setValue(tree, entry.value, value) : addEntry(tree, root, key, value)));
    else if (entry !== undefined && isOwned(source.text)) edits.push(...removeEntry(tree, root, entry));
  }
  return edits;
}

function located(value: Located<unknown> | undefined): { readonly keySpan: Entry['keySpan'] } | undefined {
  return value?.keySpan === undefined ? undefined : { keySpan: value.keySpan };
}

function editTable(tree: SyntaxTree, table: RegistryTable, wanted: ConfRegistry): readonly TextEdit[] {
  const fields: readonly Field[] = [
    {
      key: 'location',
      at: table.location,
      value: wanted.location,
      was: trimmed(table.location?.value ?? '') || undefined,
    },
    { key: 'insecure', at: table.insecure, value: wanted.insecure, was: table.insecure?.value ?? false },
    { key: 'blocked', at: table.blocked, value: wanted.blocked, was: table.blocked?.value ?? false },
    {
      key: 'mirror-by-digest-only',
      at: table.mirrorByDigestOnly,
      value: wanted.digestOnly,
      was: table.mirrorByDigestOnly?.value ?? false,
    },
  ];
  const { prefix = '', location = '' } = { prefix: table.prefix?.value, location: wanted.location };
  // Without a prefix the location is one: it has to be said when the location goes elsewhere.
  const needsPrefix = trimmed(prefix) === '' && location !== wanted.prefix;
  return [
    ...(needsPrefix
      ? editField(tree, table.node, { key: 'prefix', at: table.prefix, value: wanted.prefix, was: '' })
      : []),
    ...fields.flatMap((field) => editField(tree, table.node, field)),
    ...editMirrors(tree, table, wanted.mirrors),
  ];
}

interface Field {
  readonly key: string;
  readonly at: Located<unknown> | undefined;
  readonly value: string | boolean | undefined;
  /** What the file says now, as its reader takes it. */
  readonly was: unknown;
}

function editField(tree: SyntaxTree, table: TableNode, { key, at, value, was }: Field): readonly TextEdit[] {
  if (value === was || (value === undefined && at === undefined)) return [];
  const entry = at && table.entries.find(({ keySpan }) => keySpan.start === at.keySpan?.start);
  if (entry === undefined) return value === undefined ? [] : addEntry(tree, table, key, value);
  return value === undefined ? removeEntry(tree, table, entry) : setValue(tree, entry.value, value);
}

function editMirrors(
  tree: SyntaxTree,
  table: RegistryTable,
  wanted: readonly ConfMirror[],
): readonly TextEdit[] {
  const entry = table.node.entries.find(({ key }) => key.toLowerCase() === 'mirror');
  const isInline =
    entry?.value.kind === 'array' ? entry.value.style === 'inline' : table.node.style === 'inline';
  if (isInline) {
    if (entry !== undefined && sameMirrors(table.mirrors, wanted)) return [];
    const value = wanted.map((mirror) => objectOf(mirrorKeys(mirror)));
    if (entry !== undefined) return setValue(tree, entry.value, value);
    return wanted.length === 0 ? [] : addEntry(tree, table.node, 'mirror', value);
  }
  const pairs = pairMirrors(table.mirrors, wanted);
  const edits = pairs.flatMap(({ have, want }) =>
    want === undefined
      ? removeTable(tree, have!.node)
      : have === undefined
        ? []
        : editMirror(tree, have, want),
  );
  pairs.forEach(({ have, want }, index) => {
    if (have !== undefined || want === undefined) return;
    const next = pairs.slice(index + 1).find((pair) => pair.have !== undefined)?.have;
    edits.push(...(next === undefined ? appendMirror(tree, table, want) : insertMirror(tree, next, want)));
  });
  return edits;
}

function appendMirror(tree: SyntaxTree, table: RegistryTable, want: ConfMirror): readonly TextEdit[] {
  const after = table.mirrors.at(-1)?.node ?? table.node;
  return addTable(tree, ['registry', 'mirror'], mirrorKeys(want), { kind: 'element', after });
}

/** A mirror before an existing one, above the comments of that one. */
function insertMirror(tree: SyntaxTree, before: MirrorTable, want: ConfMirror): readonly TextEdit[] {
  const { source } = tree;
  const { line } = source.position(before.headSpan.start);
  const start = source.lineStarts()[firstCommentAbove(source, line) - 1]!;
  const indent = /^[ \t]*/.exec(source.line(line))![0];
  const eol = source.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [...mirrorLines(want).map((text) => indent + text), ''];
  return [{ span: { start, end: start }, newText: lines.map((text) => text + eol).join('') }];
}

function sameMirrors(have: readonly MirrorTable[], wanted: readonly ConfMirror[]): boolean {
  return (
    have.length === wanted.length &&
    have.every((mirror, index) => {
      const want = wanted[index]!;
      return (
        trimmed(mirror.location?.value ?? '') === want.location &&
        (mirror.insecure?.value ?? false) === want.insecure &&
        pullOf(mirror) === (want.pullFromMirror ?? 'all')
      );
    })
  );
}

function pullOf(mirror: MirrorTable): string {
  return mirror.pullFromMirror?.value || 'all';
}

interface Pair {
  readonly have?: MirrorTable;
  readonly want?: ConfMirror;
}

/**
 * Which existing table becomes which mirror. Where mirrors were only added or only removed, each keeps its table and
 * its comments; else they are taken in order.
 */
function pairMirrors(have: readonly MirrorTable[], wanted: readonly ConfMirror[]): readonly Pair[] {
  const sameLocation = (a: MirrorTable | undefined, b: ConfMirror | undefined): boolean =>
    a !== undefined && b !== undefined && trimmed(a.location?.value ?? '') === b.location;
  const pairs: Pair[] = [];
  let next = 0;
  if (wanted.length >= have.length) {
    for (const want of wanted)
      pairs.push(sameLocation(have[next], want) ? { have: have[next++]!, want } : { want });
    if (next === have.length) return pairs;
  } else {
    for (const mirror of have)
      pairs.push(
        sameLocation(mirror, wanted[next]) ? { have: mirror, want: wanted[next++]! } : { have: mirror },
      );
    if (next === wanted.length) return pairs;
  }
  return Array.from({ length: Math.max(have.length, wanted.length) }, (_, index) => ({
    ...(have[index] === undefined ? {} : { have: have[index] }),
    ...(wanted[index] === undefined ? {} : { want: wanted[index] }),
  }));
}

function editMirror(tree: SyntaxTree, have: MirrorTable, want: ConfMirror): readonly TextEdit[] {
  const fields: readonly Field[] = [
    { key: 'location', at: have.location, value: want.location, was: trimmed(have.location?.value ?? '') },
    { key: 'insecure', at: have.insecure, value: want.insecure, was: have.insecure?.value ?? false },
    {
      key: 'pull-from-mirror',
      at: have.pullFromMirror,
      value: want.pullFromMirror,
      was: pullOf(have) === 'all' ? undefined : pullOf(have),
    },
  ];
  return fields.flatMap((field) => editField(tree, have.node, field));
}

function removeRegistry({ tree, model }: Parsed<RegistriesConf>, table: RegistryTable): readonly TextEdit[] {
  const array = model.registryEntry?.value;
  if (array?.kind !== 'array' || array.style !== 'inline') return removeTable(tree, table.node);
  const index = array.items.indexOf(table.node);
  return index === -1 ? [] : removeItem(tree, array, index);
}

function editAliases(
  { tree, model, source }: Parsed<RegistriesConf>,
  { aliases }: ConfContent,
): readonly TextEdit[] {
  const { node } = model.aliases ?? {};
  if (node === undefined) return [];
  const edits: TextEdit[] = [];
  const entries = new Map(node.entries.map((entry) => [entry.key, entry]));
  for (const [name, value] of aliases) {
    const entry = entries.get(name);
    edits.push(...(entry ? setValue(tree, entry.value, value) : addEntry(tree, node, name, value)));
  }
  if (!isOwned(source.text)) return edits;
  for (const [name, entry] of entries) if (!aliases.has(name)) edits.push(...removeEntry(tree, node, entry));
  return edits;
}

/** New tables as one block at the end of the file, where they cannot get between a table and its mirrors. */
function addRegistries(
  { tree, model, source }: Parsed<RegistriesConf>,
  content: ConfContent,
  met: ReadonlySet<string>,
): readonly TextEdit[] {
  const missing = content.registries.filter(({ prefix }) => !met.has(prefix));
  const array = model.registryEntry?.value;
  const lines: string[] = [];
  const edits: TextEdit[] = [];
  if (array?.kind === 'array' && array.style === 'inline') {
    for (const registry of missing) edits.push(...addItem(tree, array, inlineRegistry(registry)));
  } else lines.push(...missing.flatMap((registry) => ['', ...registryLines(registry)]));
  if (model.aliases === undefined && content.aliases.size > 0) lines.push('', ...aliasLines(content.aliases));
  if (lines.length === 0) return edits;
  const { text } = source;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const needsLine = text !== '' && !text.endsWith('\n');
  const isEmpty = text.replace(/^\uFEFF/, '').trim() === '';
  const block = `${needsLine ? eol : ''}${(isEmpty ? lines.slice(1) : lines).join(eol)}${eol}`;
  edits.push({ span: { start: text.length, end: text.length }, newText: block });
  return edits;
}

function inlineRegistry(registry: ConfRegistry): PlainValue {
  const mirrors = registry.mirrors.map((mirror) => objectOf(mirrorKeys(mirror)));
  return { ...objectOf(registryKeys(registry)), ...(mirrors.length === 0 ? {} : { mirror: mirrors }) };
}

function objectOf(keys: readonly (readonly [string, PlainValue])[]): { readonly [key: string]: PlainValue } {
  return Object.fromEntries(keys);
}
