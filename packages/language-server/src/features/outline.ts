import {
  entryOf,
  neutralize,
  type Shape,
  type ShapedValue,
  type Span,
  shapedChildren,
  shapedDocuments,
  shapeOf,
  stringOf,
  tableShape,
} from '@mirrorwright/core';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';

/** The symbols of a document: tables by the name that tells them apart, with what they hold as children. */
export function documentSymbols(view: DocumentView): DocumentSymbol[] {
  const { tree, dialect } = view.document;
  const documents = shapedDocuments(tree, shapeOf(dialect));
  const built =
    documents.length > 1
      ? documents.flatMap((one) => symbolsOf(one))
      : documents.flatMap((one) => childSymbols(one));
  return built.map((symbol) => toSymbol(view, symbol));
}

interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  readonly select: Span;
  readonly children: readonly Outline[];
}

function childSymbols(value: ShapedValue): readonly Outline[] {
  return shapedChildren(value).flatMap((child) => symbolsOf(child));
}

/** Lists of tables show their tables, not themselves; keys with plain values show where nothing better does. */
function symbolsOf(value: ShapedValue): readonly Outline[] {
  const { node, entry, shape } = value;
  if (shape.kind === 'list' && node.kind === 'array' && shape.item.kind !== 'text')
    return childSymbols(value);
  if (node.kind === 'table') return [tableSymbol(value)];
  if (entry === undefined || isTitled(value.parent) || node.kind === 'missing') return [];
  const kind = shape.kind === 'list' ? SymbolKind.Array : SymbolKind.Property;
  return [
    {
      name: nameText(entry.key),
      kind,
      ...detailOf(value),
      span: union(entry.keySpan, node.span),
      select: entry.keySpan,
      children: [],
    },
  ];
}

function tableSymbol(value: ShapedValue): Outline {
  const { node, entry } = value;
  const title = titleOf(value);
  const head =
    node.kind === 'table'
      ? (node.headerSpan ?? entry?.keySpan ?? { start: node.span.start, end: node.span.start })
      : node.span;
  const children = childSymbols(value);
  const span = children.reduce((all, child) => union(all, child.span), union(head, node.span));
  const name = title?.text ?? entry?.key ?? kindText(value.shape);
  return {
    name: nameText(name),
    kind: title === undefined ? SymbolKind.Namespace : SymbolKind.Object,
    span,
    select: title?.span ?? head,
    children,
  };
}

function titleOf({ node, shape }: ShapedValue): { readonly text: string; readonly span: Span } | undefined {
  const table = tableShape(shape, node);
  for (const key of table?.title ?? []) {
    const found = entryOf(node, key)?.value;
    const text = stringOf(found);
    if (found === undefined || text === undefined || text === '') continue;
    const name =
      key === 'kind' ? stringOf(entryOf(entryOf(node, 'metadata')?.value, 'name')?.value) : undefined;
    return { text: name === undefined ? text : `${text} ${name}`, span: found.span };
  }
  return undefined;
}

function isTitled(value: ShapedValue | undefined): boolean {
  return value !== undefined && tableShape(value.shape, value.node)?.title !== undefined;
}

function kindText(shape: Shape): string {
  return shape.kind === 'table' && shape.title?.includes('prefix') ? 'registry' : 'entry';
}

function detailOf({ node }: ShapedValue): { readonly detail?: string } {
  return node.kind === 'scalar' ? { detail: nameText(String(node.value)) } : {};
}

/** A name that the client can show: not empty, on one line, not endless. */
function nameText(text: string): string {
  const shown = neutralize(text).replace(/\s+/g, ' ').trim();
  if (shown === '') return '(empty)';
  return shown.length > 120 ? `${shown.slice(0, 117)}...` : shown;
}

function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The client wants the selection inside the range, and children inside their parents. */
function toSymbol(
  view: DocumentView,
  { name, detail, kind, span, select, children }: Outline,
): DocumentSymbol {
  return {
    name,
    kind,
    ...(detail !== undefined && { detail }),
    range: view.lines.range(union(span, select)),
    selectionRange: view.lines.range(select),
    ...(children.length > 0 && { children: children.map((child) => toSymbol(view, child)) }),
  };
}
