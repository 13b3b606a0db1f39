import type { Located } from '../../model/provenance.ts';
import { type Entry, entryOf, type TableNode, type ValueNode } from '../../syntax/tree.ts';
import type { ResourceList } from './model.ts';

/* Values of a resource, with their places. What has another type than it should is left out. */

export function tableAt(node: TableNode | undefined, ...path: readonly string[]): TableNode | undefined {
  let table = node;
  for (const key of path) {
    const value: ValueNode | undefined = entryOf(table, key)?.value;
    table = value?.kind === 'table' ? value : undefined;
  }
  return table;
}

export function itemsAt(node: TableNode | undefined, key: string): readonly ValueNode[] {
  const value = entryOf(node, key)?.value;
  return value?.kind === 'array' ? value.items : [];
}

export function tablesAt(node: TableNode | undefined, key: string): readonly TableNode[] {
  return itemsAt(node, key).filter((item) => item.kind === 'table');
}

export function valueAt(node: TableNode | undefined, key: string): string | undefined {
  return textAt(node, key)?.value;
}

export function textAt(node: TableNode | undefined, key: string): Located<string> | undefined {
  const entry = entryOf(node, key);
  return entry === undefined ? undefined : textOf(entry.value, entry);
}

/** Scalars that the API server would refuse for not being strings are taken by their text. */
export function textOf(node: ValueNode, entry?: Entry): Located<string> | undefined {
  if (node.kind !== 'scalar' || node.type === 'null') return undefined;
  return { value: String(node.value), span: node.span, ...(entry && { keySpan: entry.keySpan }) };
}

export function listAt(node: TableNode | undefined, key: string): ResourceList | undefined {
  const entry = entryOf(node, key);
  if (entry?.value.kind !== 'array') return undefined;
  const items = entry.value.items.flatMap((item) => textOf(item) ?? []);
  return { items, span: entry.value.span, keySpan: entry.keySpan };
}

type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the keys that have no value. */
export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
