import type { Located } from '../../model/provenance.ts';
import type { Entry, TableNode, ValueNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import { type FieldScope, fields } from './fields.ts';
import { foldKey } from './fold.ts';
import type { CaseDuplicate, StringList, TypeErrorAt, UnknownKey } from './model.ts';

/** What binding a file collects besides its values. */
export interface Collected {
  readonly unknownKeys: UnknownKey[];
  readonly typeErrors: TypeErrorAt[];
  readonly caseDuplicates: CaseDuplicate[];
  /** Whether a list that is given twice is the second one, as old decoders take it; else the first. */
  readonly lastListWins: boolean;
}

/** `pull-from-mirror` decodes on a registry too (one Go struct serves both); the reader refuses it afterwards. */
const extraKeys: Readonly<Partial<Record<FieldScope, readonly string[]>>> = {
  registry: ['pull-from-mirror'],
};

const knownKeys = new Map<FieldScope, ReadonlyMap<string, string>>(
  (Object.keys(fields) as FieldScope[]).map((scope) => {
    const keys = [...fields[scope].map(({ key }) => key), ...(extraKeys[scope] ?? [])];
    return [scope, new Map(keys.map((key) => [key, key]))];
  }),
);

/** The entries of a table by the field each binds to: an exact key, else the same key in another case. */
export function bindTable(
  table: TableNode,
  scope: FieldScope,
  collected: Collected,
): ReadonlyMap<string, Entry> {
  const known = knownKeys.get(scope)!;
  const bound = new Map<string, Entry>();
  for (const entry of table.entries) {
    const field = known.get(entry.key) ?? known.get(foldKey(entry.key));
    if (field === undefined) {
      collected.unknownKeys.push({
        key: entry.key,
        keySpan: entry.keySpan,
        value: entry.value,
        entry,
        scope,
        table,
      });
      continue;
    }
    const first = bound.get(field);
    if (first === undefined) bound.set(field, entry);
    else if (first.key !== entry.key) {
      collected.caseDuplicates.push({ field, first: first.keySpan, second: entry.keySpan });
    } else if (collected.lastListWins && first.value.kind === 'array') bound.set(field, entry);
  }
  return bound;
}

/** How the decoder names what it found. */
function typeName(node: ValueNode): string {
  if (node.kind === 'table') return 'table';
  if (node.kind === 'array') return 'array';
  if (node.kind === 'missing') return 'nothing';
  return node.type === 'boolean' ? 'boolean' : node.type;
}

export function wrongType(
  path: string,
  expected: string,
  node: ValueNode,
  collected: Collected,
  ignored = false,
): void {
  // what could not be read is a syntax problem already
  if (node.kind === 'missing') return;
  const error = { path, expected, found: typeName(node), span: headOf(node) };
  collected.typeErrors.push(ignored ? { ...error, ignored } : error);
}

/** A table made by headers is shown by its header, not by its whole body. */
export function headOf(node: ValueNode): Span {
  if (node.kind === 'array')
    return node.style === 'tables' && node.items[0] !== undefined ? headOf(node.items[0]) : node.span;
  if (node.kind !== 'table' || node.style === 'inline') return node.span;
  return node.headerSpan ?? node.entries[0]?.keySpan ?? node.span;
}

export function bindString(
  entry: Entry | undefined,
  path: string,
  collected: Collected,
): Located<string> | undefined {
  const node = entry?.value;
  if (entry === undefined || node === undefined) return undefined;
  if (node.kind === 'scalar' && node.type === 'string') {
    return { value: node.value as string, span: node.span, keySpan: entry.keySpan };
  }
  wrongType(path, 'string', node, collected);
  return undefined;
}

export function bindBoolean(
  entry: Entry | undefined,
  path: string,
  collected: Collected,
): Located<boolean> | undefined {
  const node = entry?.value;
  if (entry === undefined || node === undefined) return undefined;
  if (node.kind === 'scalar' && node.type === 'boolean') {
    return { value: node.value as boolean, span: node.span, keySpan: entry.keySpan };
  }
  wrongType(path, 'boolean', node, collected);
  return undefined;
}

export function bindStringList(
  entry: Entry | undefined,
  path: string,
  collected: Collected,
): StringList | undefined {
  const node = entry?.value;
  if (entry === undefined || node === undefined) return undefined;
  if (node.kind !== 'array') {
    wrongType(path, 'array of strings', node, collected);
    return undefined;
  }
  const items: Located<string>[] = [];
  for (const item of node.items) {
    if (item.kind === 'scalar' && item.type === 'string')
      items.push({ value: item.value as string, span: item.span });
    else wrongType(path, 'string', item, collected);
  }
  return { items, span: node.span, keySpan: entry.keySpan };
}

/** The tables of an array of tables, headers or inline; anything else is a type error. */
export function bindTables(
  entry: Entry | undefined,
  path: string,
  collected: Collected,
): readonly TableNode[] {
  const node = entry?.value;
  if (node === undefined) return [];
  if (node.kind !== 'array') {
    wrongType(path, 'array of tables', node, collected);
    return [];
  }
  return node.items.filter((item): item is TableNode => {
    if (item.kind === 'table') return true;
    wrongType(path, 'table', item, collected);
    return false;
  });
}
