import type { MirrorRule } from '../../dialects/openshift/model.ts';
import { groupBy } from '../../text/group-by.ts';
import { byteOrder } from './byte-order.ts';
import { mergeMirrors } from './merge-mirrors.ts';
import type { Traits } from './releases.ts';
import { isMirror, isSource, outerScopes } from './scopes.ts';

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
  for (const scope of [...input.blocked, ...input.insecure]) tableFor(tables, scope);
  mark(tables.values(), input);
  const failure = passOn([...tables.values()], tables, [...digest, ...tag]);
  if (failure !== undefined) return { ok: false, error: failure };
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
  const groups = groupBy(real, ({ source }) => source.value);
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

/** Sets the flags of all that lies in an insecure or blocked scope. Mirrors are never blocked. */
function mark(tables: Iterable<NodeTable>, { insecure, blocked }: RegistriesInput): void {
  const [open, refused] = [new Set(insecure), new Set(blocked)];
  const isOpen = (scope: string): boolean => outerScopes(scope).some((outer) => open.has(outer));
  for (const table of tables) {
    const outer = outerScopes(scopeOf(table));
    if (outer.some((scope) => open.has(scope))) table.insecure = true;
    if (outer.some((scope) => refused.has(scope))) table.blocked = true;
    for (const mirror of table.mirrors) if (isOpen(mirror.location)) mirror.insecure = true;
  }
}

/**
 * Tables below a source that have no mirrors get those of the source, with the rest of their path; of several sources the
 * first in order, which is the least specific.
 */
function passOn(
  all: readonly NodeTable[],
  tables: ReadonlyMap<string, NodeTable>,
  sources: readonly string[],
): string | undefined {
  const rank = new Map([...sources.entries()].reverse().map(([index, source]) => [source, index]));
  let failed: number | undefined;
  for (const table of all) {
    if (table.mirrors.length > 0) continue;
    const scope = scopeOf(table);
    const ranks = outerScopes(scope).flatMap((outer) => (outer === scope ? [] : (rank.get(outer) ?? [])));
    if (ranks.length === 0) continue;
    const first = Math.min(...ranks);
    const source = sources[first]!;
    if (source.startsWith('*.')) {
      failed = Math.min(failed ?? first, first);
      continue;
    }
    const rest = scope.slice(source.length);
    const { mirrors } = tables.get(source)!;
    table.mirrors = mirrors.map((mirror) => ({ ...mirror, location: mirror.location + rest }));
  }
  return failed === undefined
    ? undefined
    : `internal error: mirrorsAdjustedForNestedScope for a wildcard scope "${sources[failed]}"`;
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
