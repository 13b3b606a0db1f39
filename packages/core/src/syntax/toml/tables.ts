import type { Span } from '../../text/span.ts';
import type { Entry, MissingNode, ScalarNode, TableStyle, ValueNode } from '../tree.ts';
import type { KeyPath } from './keys.ts';
import { type ParserState, quote, reportRelated } from './state.ts';

/** A span whose end still grows. */
export interface OpenSpan {
  start: number;
  end: number;
}

/** A table under construction; it becomes a TableNode when parsing ends. */
export interface OpenTable {
  readonly kind: 'table';
  style: TableStyle;
  entries: Entry[];
  readonly span: OpenSpan;
  headerSpan?: Span;
}

/** An array under construction. */
export interface OpenArray {
  readonly kind: 'array';
  readonly style: 'tables' | 'inline';
  items: ValueNode[];
  readonly span: OpenSpan;
}

export type OpenValue = OpenTable | OpenArray | ScalarNode | MissingNode;

/** Finds entries by key: small tables are searched, large ones have an index. */
export interface Binder {
  readonly state: ParserState;
  readonly first: Map<OpenTable, Map<string, Entry>>;
  readonly latest: Map<OpenTable, Map<string, Entry>>;
}

const SMALL = 8;

export function openTable(style: TableStyle, span: OpenSpan): OpenTable {
  return { kind: 'table', style, entries: [], span };
}

function headerTable(style: TableStyle, span: OpenSpan, headerSpan: Span): OpenTable {
  return { kind: 'table', style, entries: [], span, headerSpan };
}

/** A header table that hangs nowhere: what stands under a header that cannot be read. */
export function detachedTable(headerSpan: Span): OpenTable {
  return headerTable('header', { start: headerSpan.start, end: headerSpan.end }, headerSpan);
}

/** `push` on an empty array makes room for 17 elements: too much for 100,000 small tables. */
function append<T>(list: T[], item: T): T[] {
  switch (list.length) {
    case 0:
      return [item];
    case 1:
      return [list[0]!, item];
    case 2:
      return [list[0]!, list[1]!, item];
    case 3:
      return [list[0]!, list[1]!, list[2]!, item];
    default:
      list.push(item);
      return list;
  }
}

function addEntry(binder: Binder, table: OpenTable, entry: Entry): void {
  const { entries } = table;
  if (entries.length >= SMALL) {
    let index = binder.first.get(table);
    if (index === undefined) {
      index = new Map();
      for (const known of entries) if (!index.has(known.key)) index.set(known.key, known);
      binder.first.set(table, index);
    }
    if (!index.has(entry.key)) index.set(entry.key, entry);
    else rememberLatest(binder, table, entry);
  }
  table.entries = append(entries, entry);
}

function rememberLatest(binder: Binder, table: OpenTable, entry: Entry): void {
  let index = binder.latest.get(table);
  if (index === undefined) {
    index = new Map();
    binder.latest.set(table, index);
  }
  index.set(entry.key, entry);
}

function firstEntry(binder: Binder, table: OpenTable, key: string): Entry | undefined {
  const { entries } = table;
  if (entries.length > SMALL) return binder.first.get(table)!.get(key);
  for (let i = 0; i < entries.length; i++) if (entries[i]!.key === key) return entries[i];
  return undefined;
}

/** The entry that later statements extend; it differs from the first one only after a reported conflict. */
function latestEntry(binder: Binder, table: OpenTable, key: string): Entry | undefined {
  const { entries } = table;
  if (entries.length > SMALL) {
    const later = binder.latest.get(table)?.get(key);
    // A duplicate among the first few entries is not in the index of later ones.
    if (later !== undefined) return later;
    for (let i = SMALL - 1; i >= 0; i--) if (entries[i]!.key === key) return entries[i];
    return binder.first.get(table)!.get(key);
  }
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.key === key) return entries[i];
  return undefined;
}

/** Puts `key = value` into a table, making the tables of a dotted key. Duplicates stay, with a problem. */
export function bindValue(
  binder: Binder,
  table: OpenTable,
  key: KeyPath,
  value: OpenValue,
  end: number,
): void {
  const { path, spans } = key;
  const last = path.length - 1;
  let owner = table;
  for (let i = 0; i < last; i++) owner = dottedTable(binder, owner, path[i]!, spans[i]!, end);
  const name = path[last]!;
  const keySpan = spans[last]!;
  const first = firstEntry(binder, owner, name);
  if (first !== undefined) {
    const message = `The key ${quote(name)} is already defined.`;
    reportRelated(binder.state, 'duplicate-key', message, keySpan, first.keySpan);
  }
  addEntry(binder, owner, { key: name, keySpan, value, span: { start: keySpan.start, end } });
}

function dottedTable(binder: Binder, owner: OpenTable, key: string, keySpan: Span, end: number): OpenTable {
  const known = latestEntry(binder, owner, key);
  if (known !== undefined) {
    const value = known.value as OpenValue;
    if (value.kind === 'table' && value.style === 'dotted') {
      value.span.end = end;
      return value;
    }
    if (value.kind !== 'missing') {
      const message =
        value.kind === 'table'
          ? `The table ${quote(key)} is already defined elsewhere; a dotted key cannot extend it.`
          : `The key ${quote(key)} already has a value that is not a table.`;
      reportRelated(binder.state, 'key-conflict', message, keySpan, known.keySpan);
    }
  }
  const span = { start: keySpan.start, end };
  const made = openTable('dotted', span);
  addEntry(binder, owner, { key, keySpan, value: made, span });
  return made;
}

/** Opens the table of `[a.b]`. */
export function bindHeader(binder: Binder, root: OpenTable, key: KeyPath, headerSpan: Span): OpenTable {
  const owner = headerOwner(binder, root, key, headerSpan);
  const last = key.path.length - 1;
  const name = key.path[last]!;
  const known = latestEntry(binder, owner, name);
  if (known !== undefined) {
    const value = known.value as OpenValue;
    if (value.kind === 'table' && value.style === 'implicit') {
      value.style = 'header';
      value.headerSpan = headerSpan;
      value.span.start = headerSpan.start;
      value.span.end = headerSpan.end;
      return value;
    }
    reportTaken(binder, key, known, value.kind === 'table' ? 'duplicate-table' : 'table-conflict');
  }
  const span = { start: headerSpan.start, end: headerSpan.end };
  const made = headerTable('header', span, headerSpan);
  addEntry(binder, owner, { key: name, keySpan: key.spans[last]!, value: made, span });
  return made;
}

/** Adds an element for `[[a.b]]`. */
export function bindElement(
  binder: Binder,
  root: OpenTable,
  key: KeyPath,
  headerSpan: Span,
): { readonly table: OpenTable; readonly array: OpenArray } {
  const owner = headerOwner(binder, root, key, headerSpan);
  const last = key.path.length - 1;
  const name = key.path[last]!;
  const span = { start: headerSpan.start, end: headerSpan.end };
  const table = headerTable('element', span, headerSpan);
  const known = latestEntry(binder, owner, name);
  if (known !== undefined) {
    const value = known.value as OpenValue;
    if (value.kind === 'array' && value.style === 'tables') {
      value.items = append(value.items, table);
      value.span.end = headerSpan.end;
      return { table, array: value };
    }
    reportTaken(binder, key, known, 'table-conflict');
  }
  const arraySpan = { start: headerSpan.start, end: headerSpan.end };
  const array: OpenArray = { kind: 'array', style: 'tables', items: [table], span: arraySpan };
  addEntry(binder, owner, { key: name, keySpan: key.spans[last]!, value: array, span: arraySpan });
  return { table, array };
}

/** The table in which the last part of a header's key is to be defined. */
function headerOwner(binder: Binder, root: OpenTable, key: KeyPath, headerSpan: Span): OpenTable {
  let owner = root;
  for (let i = 0; i < key.path.length - 1; i++) {
    const known = latestEntry(binder, owner, key.path[i]!);
    const value = known?.value as OpenValue | undefined;
    if (value?.kind === 'table' && value.style !== 'inline') owner = value;
    else if (value?.kind === 'array' && value.style === 'tables') owner = value.items.at(-1) as OpenTable;
    else {
      if (known !== undefined && value?.kind !== 'missing') {
        const message = `${quote(key.path[i]!)} already has a value that no header can extend.`;
        reportRelated(binder.state, 'table-conflict', message, key.spans[i]!, known.keySpan);
      }
      const span = { start: headerSpan.start, end: headerSpan.end };
      const made = openTable('implicit', span);
      addEntry(binder, owner, { key: key.path[i]!, keySpan: key.spans[i]!, value: made, span });
      owner = made;
    }
  }
  return owner;
}

function reportTaken(binder: Binder, key: KeyPath, known: Entry, id: string): void {
  if (known.value.kind === 'missing') return;
  const last = key.spans[key.spans.length - 1]!;
  const name = quote(key.path.join('.'));
  const message =
    id === 'duplicate-table'
      ? `The table ${name} is already defined.`
      : `${name} is already defined as ${describe(known.value as OpenValue)}.`;
  const related = known.value.kind === 'table' ? (known.value.headerSpan ?? known.keySpan) : known.keySpan;
  reportRelated(binder.state, id, message, { start: key.spans[0]!.start, end: last.end }, related);
}

function describe(value: OpenValue): string {
  if (value.kind === 'table') return 'a table';
  if (value.kind !== 'array') return 'a value';
  return value.style === 'tables' ? 'an array of tables' : 'an array';
}
