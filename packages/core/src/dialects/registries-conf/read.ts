import { parseToml } from '../../syntax/toml/parse.ts';
import { keptOf, reparseToml } from '../../syntax/toml/reparse.ts';
import type { Entry, SyntaxTree, TableNode } from '../../syntax/tree.ts';
import type { SourceText } from '../../text/source.ts';
import type { DialectId, Parsed } from '../document.ts';
import {
  bindBoolean,
  bindString,
  bindStringList,
  bindTable,
  bindTables,
  type Collected,
  headOf,
  wrongType,
} from './bind.ts';
import type { Alias, MirrorTable, RegistriesConf, RegistryTable, StringList, V1Tables } from './model.ts';
import { isFaultless, movedRegistry, wholeSpan } from './moved.ts';

/**
 * Reads a registries.conf or a drop-in. Never fails: what could not be bound is in the model's error lists.
 * @param earlier the file before an edit: what the edit left alone is taken over. The result is the same without it.
 */
export function readRegistriesConf(
  path: string,
  source: SourceText,
  earlier?: Parsed<RegistriesConf>,
): Parsed<RegistriesConf> {
  if (earlier === undefined) return read(path, source, 'registries-conf');
  const tree = reparseToml(source, earlier.tree, 'registry');
  return { path, dialect: 'registries-conf', source, tree, model: bindModel(tree, false, earlier.model) };
}

/** Reads the short-name cache file, which has the same shape and only `[aliases]`. */
export function readShortNameCache(path: string, source: SourceText): Parsed<RegistriesConf> {
  return read(path, source, 'short-name-cache');
}

function read(path: string, source: SourceText, dialect: DialectId): Parsed<RegistriesConf> {
  const tree = parseToml(source);
  return { path, dialect, source, tree, model: bindModel(tree, false) };
}

/** The same document as a decoder binds it that takes the last of two lists under one key. */
export function withLastLists(document: Parsed<RegistriesConf>): Parsed<RegistriesConf> {
  return { ...document, model: bindModel(document.tree, true) };
}

function bindModel(tree: SyntaxTree, lastListWins: boolean, earlier?: RegistriesConf): RegistriesConf {
  const collected: Collected = { unknownKeys: [], typeErrors: [], caseDuplicates: [], lastListWins };
  const { unknownKeys, typeErrors, caseDuplicates } = collected;
  const bound = bindTable(tree.root as TableNode, 'top', collected);
  const registryEntry = bound.get('registry');
  const searchRegistries = bindStringList(
    bound.get('unqualified-search-registries'),
    'unqualified-search-registries',
    collected,
  );
  const credentialHelpers = bindStringList(bound.get('credential-helpers'), 'credential-helpers', collected);
  const shortNameMode = bindString(bound.get('short-name-mode'), 'short-name-mode', collected);
  const helperKey = 'additional-layer-store-auth-helper';
  const additionalLayerStoreAuthHelper = bindString(bound.get(helperKey), helperKey, collected);
  const aliases = bindAliases(bound.get('aliases'), collected);
  return {
    registries: bindRegistries(
      bindTables(registryEntry, 'registry', collected),
      collected,
      keptTables(tree, earlier),
    ),
    v1: bindV1(bound.get('registries'), collected),
    unknownKeys,
    typeErrors,
    caseDuplicates,
    ...(searchRegistries && { searchRegistries }),
    ...(credentialHelpers && { credentialHelpers }),
    ...(shortNameMode && { shortNameMode }),
    ...(additionalLayerStoreAuthHelper && { additionalLayerStoreAuthHelper }),
    ...(aliases && { aliases }),
    ...(registryEntry && { registryEntry }),
  };
}

type KnownTable = (node: TableNode, index: number) => RegistryTable | undefined;

/** Tables that were taken over are bound already, unless something was to be said of them. */
function keptTables(tree: SyntaxTree, earlier: RegistriesConf | undefined): KnownTable {
  const kept = keptOf(tree);
  // a key in another case (`Registry`) binds another list than the one that was taken over
  if (kept === undefined || earlier?.registryEntry?.key !== 'registry') return () => undefined;
  const { above, below, shift } = kept;
  const isKnown = isFaultless(earlier);
  return (node, index) => {
    if (index < above) return isKnown(index) ? earlier.registries[index] : undefined;
    return index >= below && isKnown(index - shift)
      ? movedRegistry(earlier.registries[index - shift]!, node)
      : undefined;
  };
}

function bindRegistries(
  tables: readonly TableNode[],
  collected: Collected,
  known: KnownTable,
): readonly RegistryTable[] {
  return tables.map((table, index) => known(table, index) ?? bindRegistry(table, collected));
}

function bindRegistry(node: TableNode, collected: Collected): RegistryTable {
  const bound = bindTable(node, 'registry', collected);
  const prefix = bindString(bound.get('prefix'), 'registry.prefix', collected);
  const location = bindString(bound.get('location'), 'registry.location', collected);
  const insecure = bindBoolean(bound.get('insecure'), 'registry.insecure', collected);
  const blocked = bindBoolean(bound.get('blocked'), 'registry.blocked', collected);
  const mirrorByDigestOnly = bindBoolean(
    bound.get('mirror-by-digest-only'),
    'registry.mirror-by-digest-only',
    collected,
  );
  const pullFromMirror = bindString(bound.get('pull-from-mirror'), 'registry.pull-from-mirror', collected);
  const mirrors = bindTables(bound.get('mirror'), 'registry.mirror', collected).map((mirror) =>
    bindMirror(mirror, collected),
  );
  return {
    node,
    headSpan: headOf(node),
    span: wholeSpan(node.span, mirrors),
    mirrors,
    ...(prefix && { prefix }),
    ...(location && { location }),
    ...(insecure && { insecure }),
    ...(blocked && { blocked }),
    ...(mirrorByDigestOnly && { mirrorByDigestOnly }),
    ...(pullFromMirror && { pullFromMirror }),
  };
}

function bindMirror(node: TableNode, collected: Collected): MirrorTable {
  const bound = bindTable(node, 'mirror', collected);
  const location = bindString(bound.get('location'), 'registry.mirror.location', collected);
  const insecure = bindBoolean(bound.get('insecure'), 'registry.mirror.insecure', collected);
  const pullFromMirror = bindString(
    bound.get('pull-from-mirror'),
    'registry.mirror.pull-from-mirror',
    collected,
  );
  return {
    node,
    headSpan: headOf(node),
    span: node.span,
    ...(location && { location }),
    ...(insecure && { insecure }),
    ...(pullFromMirror && { pullFromMirror }),
  };
}

function bindAliases(entry: Entry | undefined, collected: Collected): RegistriesConf['aliases'] {
  if (entry === undefined) return undefined;
  const node = entry.value;
  if (node.kind !== 'table') {
    // a Go map, unlike a struct, is left empty by anything that is no table (BurntSushi/toml `unifyMap`)
    wrongType('aliases', 'table', node, collected, true);
    return undefined;
  }
  const names: Alias[] = [];
  const last = new Map(collected.lastListWins ? node.entries.map((alias) => [alias.key, alias]) : []);
  for (const alias of node.entries) {
    if (alias.value.kind === 'array' && (last.get(alias.key) ?? alias) !== alias) continue;
    const value = bindString(alias, `aliases.${alias.key}`, collected);
    if (value !== undefined) names.push({ name: { value: alias.key, span: alias.keySpan }, value });
  }
  return { node, span: headOf(node), names };
}

function bindV1(entry: Entry | undefined, collected: Collected): V1Tables {
  if (entry === undefined) return { headers: [] };
  const node = entry.value;
  if (node.kind !== 'table') {
    wrongType('registries', 'table', node, collected);
    return { headers: [] };
  }
  const bound = bindTable(node, 'v1', collected);
  const headers = [node, ...[...bound.values()].map(({ value }) => value)].flatMap((table) =>
    table.kind === 'table' && table.headerSpan !== undefined ? [table.headerSpan] : [],
  );
  const search = bindV1List(bound.get('search'), 'search', collected);
  const insecure = bindV1List(bound.get('insecure'), 'insecure', collected);
  const block = bindV1List(bound.get('block'), 'block', collected);
  return { headers, ...(search && { search }), ...(insecure && { insecure }), ...(block && { block }) };
}

function bindV1List(entry: Entry | undefined, name: string, collected: Collected): StringList | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind !== 'table') {
    wrongType(`registries.${name}`, 'table', entry.value, collected);
    return undefined;
  }
  const bound = bindTable(entry.value, 'v1-list', collected);
  return bindStringList(bound.get('registries'), `registries.${name}.registries`, collected);
}
