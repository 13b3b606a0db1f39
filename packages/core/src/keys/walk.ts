import type { Entry, SyntaxTree, TableNode, ValueNode } from '../syntax/tree.ts';
import { entryOf, stringOf } from '../syntax/tree.ts';
import type { KeyInfo, Shape, TableShape } from './shape.ts';

/** A value of a document together with what may stand there. */
export interface ShapedValue {
  readonly node: ValueNode;
  readonly shape: Shape;
  /** What holds it; undefined for items of lists and for documents. */
  readonly entry?: Entry;
  readonly info?: KeyInfo;
  /** The value it stands in. */
  readonly parent?: ShapedValue;
}

/** The keys that a table may have; undefined for shapes that are no table. The value of its tag decides about variants. */
export function tableShape(shape: Shape | undefined, node: ValueNode | undefined): TableShape | undefined {
  if (shape?.kind === 'table') return shape;
  if (shape?.kind !== 'variant') return undefined;
  const tag = stringOf(entryOf(node, shape.tag)?.value);
  return (tag === undefined ? undefined : shape.cases.get(tag)) ?? shape.common;
}

/** What may stand under a key, as the readers match keys: exactly, else in another case. */
export function keyInfo(table: TableShape, key: string): KeyInfo | undefined {
  return table.keys.get(key) ?? table.keys.get(key.toLowerCase());
}

/** The values inside a value that have a shape, in document order. */
export function shapedChildren(value: ShapedValue): readonly ShapedValue[] {
  const { node, shape } = value;
  if (node.kind === 'array') {
    if (shape.kind !== 'list') return [];
    return node.items.map((item) => ({ node: item, shape: shape.item, parent: value }));
  }
  return node.kind === 'table' ? node.entries.flatMap((entry) => child(value, node, entry) ?? []) : [];
}

function child(parent: ShapedValue, node: TableNode, entry: Entry): ShapedValue | undefined {
  const { shape } = parent;
  if (shape.kind === 'map') return { node: entry.value, shape: shape.value, entry, parent };
  const table = tableShape(shape, node);
  const info = table === undefined ? undefined : keyInfo(table, entry.key);
  return info === undefined ? undefined : { node: entry.value, shape: info.shape, entry, info, parent };
}

/** The documents of a tree, each with the shape of a document. */
export function shapedDocuments(tree: SyntaxTree, shape: Shape): readonly ShapedValue[] {
  return tree.documents.map((node) => ({ node, shape }));
}

/** Every value with a shape, in document order; what has none is left out with all that it holds. */
export function* shapedValues(tree: SyntaxTree, shape: Shape): Iterable<ShapedValue> {
  const pending = shapedDocuments(tree, shape).toReversed();
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    yield value;
    for (const inner of shapedChildren(value).toReversed()) pending.push(inner);
  }
}
