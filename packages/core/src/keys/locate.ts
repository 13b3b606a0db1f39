import type { Parsed } from '../dialects/document.ts';
import { statementAt } from '../syntax/statement-at.ts';
import type { Statement, SyntaxTree, TableNode, ValueNode } from '../syntax/tree.ts';
import { shapeOf } from './dialects.ts';
import type { Shape } from './shape.ts';
import { keyInfo, type ShapedValue, shapedChildren, shapedDocuments, tableShape } from './walk.ts';

/** What stands at an offset of a document. */
export interface PlaceInDocument {
  /** The innermost value with a shape that holds the offset, or whose key does. */
  readonly value: ShapedValue;
  /** Whether the offset is on the key of that value, and not on the value itself. */
  readonly onKey: boolean;
}

/**
 * The innermost known value at an offset, both edges included. Logarithmic for TOML, where headers say where a line is.
 * Undefined outside of everything that is known.
 */
export function locate(document: Parsed, offset: number): PlaceInDocument | undefined {
  const { tree, dialect } = document;
  if (tree.format === 'toml') return locateToml(tree, shapeOf(dialect), offset);
  const start = documentAt(shapedDocuments(tree, shapeOf(dialect)), offset);
  return start === undefined ? undefined : descend(start, offset);
}

/** The document of a stream that an offset is in: the last one that starts at or before it. */
function documentAt(documents: readonly ShapedValue[], offset: number): ShapedValue | undefined {
  return documents.findLast(({ node }) => node.span.start <= offset) ?? documents[0];
}

function descend(start: ShapedValue, offset: number): PlaceInDocument {
  let value = start;
  for (;;) {
    const children = shapedChildren(value);
    const key = children.find(({ entry }) => entry !== undefined && within(entry.keySpan, offset));
    if (key !== undefined) return { value: key, onKey: true };
    const inner = children.find(
      ({ node, entry }) => within(node.span, offset) && (entry === undefined || offset > entry.keySpan.end),
    );
    if (inner === undefined) return { value, onKey: false };
    value = inner;
  }
}

function within({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The last statement that starts at or before the offset, and the header above it. */
export function statementsAt(
  tree: SyntaxTree,
  offset: number,
): { readonly statement: Statement | undefined; readonly header: Statement | undefined } {
  const { statements } = tree;
  const index = statementAt(tree, offset);
  const statement = statements[index];
  if (statement === undefined || statement.table.style === 'root') return { statement, header: undefined };
  for (let at = index; at >= 0; at--) {
    const { kind } = statements[at]!;
    if (kind === 'header' || kind === 'array-header') return { statement, header: statements[at] };
  }
  return { statement, header: undefined };
}

function locateToml(tree: SyntaxTree, shape: Shape, offset: number): PlaceInDocument | undefined {
  const { statement, header } = statementsAt(tree, offset);
  const root: ShapedValue = { node: tree.root, shape };
  if (statement === undefined) return { value: root, onKey: false };
  const table = header === undefined ? root : below(root, header, header.table, header.path.length);
  if (header === statement) {
    const index = header.pathSpans.findIndex((span) => within(span, offset));
    if (index === -1) return table && { value: table, onKey: within(header.span, offset) };
    const part = below(root, header, header.table, index + 1);
    return part && { value: part, onKey: true };
  }
  if (table === undefined || !within(statement.span, offset)) return table && { value: table, onKey: false };
  const index = statement.pathSpans.findIndex((span) => within(span, offset));
  const depth = index === -1 ? statement.path.length : index + 1;
  const found = below(table, statement, statement.value ?? { kind: 'missing', span: statement.span }, depth);
  if (found === undefined) return { value: table, onKey: index !== -1 };
  return index !== -1 ? { value: found, onKey: true } : descend(found, offset);
}

/** Follows the first parts of a statement's path. The node is that of the whole path; shorter ones have none of their own. */
function below(
  from: ShapedValue,
  statement: Statement,
  node: ValueNode,
  depth: number,
): ShapedValue | undefined {
  let value: ShapedValue | undefined = from;
  for (let index = 0; index < depth && value !== undefined; index++) {
    const last = index === statement.path.length - 1;
    value = step(value, statement, index, last ? node : undefined);
  }
  return value;
}

function step(
  value: ShapedValue,
  { path, pathSpans, span }: Statement,
  index: number,
  node: ValueNode | undefined,
): ShapedValue | undefined {
  const key = path[index]!;
  const keySpan = pathSpans[index]!;
  const parent = value;
  const reached = node ?? placeholder(span);
  const entry = { key, keySpan, value: reached, span: { start: keySpan.start, end: reached.span.end } };
  if (value.shape.kind === 'map') return { node: reached, shape: value.shape.value, entry, parent };
  const shape = tableShape(value.shape, value.node);
  const info = shape === undefined ? undefined : keyInfo(shape, key);
  if (info === undefined) return undefined;
  // a header leads to the element, not to the list of all
  const isElement = info.shape.kind === 'list' && reached.kind === 'table';
  return { node: reached, shape: isElement ? itemOf(info.shape) : info.shape, entry, info, parent };
}

function itemOf(shape: Shape): Shape {
  return shape.kind === 'list' ? shape.item : shape;
}

function placeholder(span: TableNode['span']): TableNode {
  return { kind: 'table', style: 'implicit', entries: [], span };
}
