import type { MirrorRule } from '../../dialects/openshift/model.ts';
import { byteOrder } from './byte-order.ts';
import { mergeMirrors } from './merge-mirrors.ts';
import type { Traits } from './releases.ts';
import { isMirror, isNested, isSource } from './scopes.ts';

/** A `[[registry]]` table as the operator builds it. */
export interface NodeTable {
  /** Only for wildcards; '' otherwise. */
  readonly prefix: string;
  readonly location: string;
  insecure: boolean;
  blocked: boolean;
  mirrors: readonly NodeMirror[];
}

export interface NodeMirror {
  readonly location: string;
  insecure: boolean;
  readonly pull: 'digest-only' | 'tag-only';
}

export interface MirrorRules {
  /** Of image digest mirror sets, then of content source policies. */
  readonly digest: readonly MirrorRule[];
  readonly tag: readonly MirrorRule[];
}

export interface RegistriesInput extends MirrorRules {
  readonly insecure: readonly string[];
  readonly blocked: readonly string[];
}

export type Built =
  | { readonly ok: true; readonly tables: readonly NodeTable[] }
  | { readonly ok: false; readonly error: string };

export function scopeOf({ prefix, location }: NodeTable): string {
  return prefix === '' ? location : prefix;
}

/**
 * The tables of registries.conf for lists and mirror rules, in the operator's order, or the error that stops it.
 * Source: openshift/runtime-utils `EditRegistriesConfig`.
 */
export function buildTables(input: RegistriesInput, traits: Traits): Built {
  const error = ruleError([...input.digest, ...input.tag], traits);
  if (error !== undefined) return { ok: false, error };
  const tables = new Map<string, NodeTable>();
  const digest = addGroups(tables, input.digest, 'digest-only');
  const tag = addGroups(tables, input.tag, 'tag-only');
  for (const scope of input.blocked) tableFor(tables, scope);
  for (const scope of input.insecure) {
    tableFor(tables, scope);
    markInsecure(tables, scope);
  }
  for (const scope of input.blocked) {
    for (const table of tables.values()) if (isNested(scopeOf(table), scope)) table.blocked = true;
  }
  for (const source of [...digest, ...tag]) {
    const failure = passOn(tables, source);
    if (failure !== undefined) return { ok: false, error: failure };
  }
  return { ok: true, tables: [...tables.values()] };
}

function tableFor(tables: Map<string, NodeTable>, scope: string): NodeTable {
  const known = tables.get(scope);
  if (known !== undefined) return known;
  const wildcard = scope.startsWith('*.');
  const table: NodeTable = {
    prefix: wildcard ? scope : '',
    location: wildcard ? '' : scope,
    insecure: false,
    blocked: false,
    mirrors: [],
  };
  tables.set(scope, table);
  return table;
}

/** Adds the merged rules of one kind; answers their sources in order. */
function addGroups(
  tables: Map<string, NodeTable>,
  rules: readonly MirrorRule[],
  pull: NodeMirror['pull'],
): readonly string[] {
  const real = rules.filter(({ source, mirrors }) => mirrors.some(({ value }) => value !== source.value));
  const groups = Map.groupBy(real, ({ source }) => source.value);
  const sources = [...groups.keys()].sort(byteOrder);
  for (const source of sources) {
    const group = groups.get(source)!;
    const merged = mergeMirrors(
      source,
      group.map(({ mirrors }) => mirrors.map(({ value }) => value)),
    );
    const table = tableFor(tables, source);
    table.mirrors = [...table.mirrors, ...merged.map((location) => ({ location, insecure: false, pull }))];
    if (group.some(({ policy }) => policy?.value === 'NeverContactSource')) table.blocked = true;
  }
  return sources;
}

function markInsecure(tables: ReadonlyMap<string, NodeTable>, scope: string): void {
  for (const table of tables.values()) {
    if (isNested(scopeOf(table), scope)) table.insecure = true;
    for (const mirror of table.mirrors) if (isNested(mirror.location, scope)) mirror.insecure = true;
  }
}

/** Tables below a source that have no mirrors get those of the source, with the rest of their path. */
function passOn(tables: ReadonlyMap<string, NodeTable>, source: string): string | undefined {
  const parent = tables.get(source)!;
  for (const table of tables.values()) {
    const scope = scopeOf(table);
    if (table === parent || table.mirrors.length > 0 || !isNested(scope, source)) continue;
    if (source.startsWith('*.'))
      return `internal error: mirrorsAdjustedForNestedScope for a wildcard scope "${source}"`;
    const rest = scope.slice(source.length);
    table.mirrors = parent.mirrors.map((mirror) => ({ ...mirror, location: mirror.location + rest }));
  }
  return undefined;
}

/** The first rule that the operator refuses, in its words. */
function ruleError(rules: readonly MirrorRule[], traits: Traits): string | undefined {
  const policies = new Map<string, string>();
  for (const { source, mirrors, policy } of rules) {
    const wrongSource = placeError(source.value, 'source', traits);
    if (wrongSource !== undefined) return wrongSource;
    if (traits.mirrorSets) {
      const own = policy?.value === 'NeverContactSource' ? 'never' : 'allow';
      if ((policies.get(source.value) ?? own) !== own) return conflict(source.value, traits);
      policies.set(source.value, own);
    }
    for (const mirror of mirrors) {
      const wrongMirror = placeError(mirror.value, 'mirror', traits);
      if (wrongMirror !== undefined) return wrongMirror;
    }
    if (policy?.value === 'NeverContactSource' && mirrors.some(({ value }) => value === source.value))
      return `cannot set mirrorSourcePolicy: NeverContactSource if the source "${source.value}" is one of the mirrors`;
  }
  return undefined;
}

function placeError(text: string, what: 'source' | 'mirror', { checksFormat }: Traits): string | undefined {
  if (checksFormat) {
    const fits = what === 'source' ? isSource(text) : isMirror(text);
    return fits ? undefined : `invalid format for ${what} "${text}"`;
  }
  if (text === '') return `invalid empty entry for ${what} configuration`;
  return text.includes('*')
    ? `wildcard entries are not supported with mirror configuration "${text}"`
    : undefined;
}

function conflict(source: string, { namesAllInConflict }: Traits): string {
  const where = namesAllInConflict
    ? 'imagedigestmirrorsets, imagetagmirrorsets, or imagecontentsourcepolicies'
    : 'imagedigestmirrorsets and/or imagetagmirrorsets';
  return `conflicting mirrorSourcePolicy is set for the same source "${source}" in ${where}`;
}
