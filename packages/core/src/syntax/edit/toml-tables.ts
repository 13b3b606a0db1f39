import type { TextEdit } from '../../text/edit.ts';
import { statementAt } from '../statement-at.ts';
import { entryOf, type SyntaxTree, type TableNode, type ValueNode } from '../tree.ts';
import {
  blanksAbove,
  indentOf,
  insertBelow,
  isBlank,
  isComment,
  type LineRange,
  lineCount,
  lineOf,
  removeLines,
} from './lines.ts';
import type { PlainValue } from './plain-value.ts';
import {
  blockLines,
  bodyIndent,
  definingLines,
  gapBelow,
  nearHeader,
  nearKeyValue,
  quotesNear,
  reach,
} from './toml-layout.ts';
import { tomlKey, tomlValue } from './toml-text.ts';

/** What `addTable` makes, and where. */
export interface TableOptions {
  /** table: `[path]`. element: one more `[[path]]`. */
  readonly kind: 'table' | 'element';
  /** Stands directly above the new table; for a nested path the element that is to own it. */
  readonly after?: TableNode;
}

/**
 * Adds a table with its keys behind `after` and everything below it; without `after` behind the last element of the
 * same array, else behind the table that is to own it, else at the end of the file.
 */
export function addTomlTable(
  tree: SyntaxTree,
  path: readonly string[],
  entries: readonly (readonly [string, PlainValue])[],
  options: TableOptions,
): readonly TextEdit[] {
  const after = options.after === undefined ? findAnchor(tree, path) : lift(tree, options.after, path);
  const anchor = after === undefined ? undefined : extent(tree, after);
  const below = anchor?.last ?? lastContent(tree);
  const at =
    after?.headerSpan === undefined ? tree.statements.length - 1 : statementAt(tree, after.headerSpan.start);
  const model = nearHeader(tree, at, path);
  const style = layout(tree, path, at, model?.span.start, anchor);
  const gap = gapAbove(tree, below, anchor, model?.span.start);
  const name = path.map((part) => tomlKey(part)).join('.');
  const header = options.kind === 'element' ? `[[${name}]]` : `[${name}]`;
  const lines = [...Array<string>(gap).fill(''), style.indent + header];
  for (const [key, value] of entries)
    lines.push(style.body + tomlKey(key) + style.equals + tomlValue(value, style.quotes));
  return [insertBelow(tree, below, lines)];
}

interface Layout {
  readonly indent: string;
  readonly body: string;
  readonly equals: string;
  readonly quotes: 'basic' | 'literal';
}

function layout(
  tree: SyntaxTree,
  path: readonly string[],
  at: number,
  model: number | undefined,
  anchor: LineRange | undefined,
): Layout {
  const header = model === undefined ? at : statementAt(tree, model);
  const depth = tree.statements[header]?.path.length;
  // Without an equal to copy from, a table of another depth has the indentation of none.
  const like = model !== undefined || depth === path.length;
  const indent =
    tree.statements[header] === undefined || (!like && anchor === undefined)
      ? ''
      : indentOf(tree, lineOf(tree, tree.statements[header]!.span.start));
  const near = nearKeyValue(tree, header);
  const keyEnd = near?.pathSpans.at(-1)?.end;
  const between = keyEnd === undefined ? '' : tree.source.text.slice(keyEnd, near!.value!.span.start);
  const equals = /^[ \t]?=[ \t]*$/.test(between) ? between : ' = ';
  return {
    indent,
    body: indent === '' && header < 0 ? '' : bodyIndentFor(tree, header, indent),
    equals,
    quotes: quotesNear(tree, header),
  };
}

function bodyIndentFor(tree: SyntaxTree, header: number, indent: string): string {
  const own = tree.statements[header];
  if (own === undefined) return indent;
  const base = indentOf(tree, lineOf(tree, own.span.start));
  const body = bodyIndent(tree, header);
  return body.startsWith(base) ? indent + body.slice(base.length) : body;
}

/** The table behind which a new one of this path belongs: the last of its kind, or its owner. */
function findAnchor(tree: SyntaxTree, path: readonly string[]): TableNode | undefined {
  let node: ValueNode = tree.root;
  for (const part of path) {
    const next: ValueNode | undefined = entryOf(node, part)?.value;
    const table: ValueNode | undefined = next?.kind === 'array' ? next.items.at(-1) : next;
    if (table?.kind !== 'table' || table.style === 'inline' || table.style === 'dotted') break;
    node = table;
  }
  return node === tree.root || node.kind !== 'table' ? undefined : node;
}

/**
 * A new element cannot stand among the tables of another one, or it would take those below it over: behind them
 * means behind the element that owns them.
 */
function lift(tree: SyntaxTree, after: TableNode, path: readonly string[]): TableNode {
  if (after.headerSpan === undefined) return after;
  const index = statementAt(tree, after.headerSpan.start);
  const own = tree.statements[index]!.path;
  const within = own.length > path.length && path.every((part, i) => part === own[i]);
  const floor = within ? 0 : Math.max(0, index - reach);
  for (let i = index - 1; i >= floor; i--) {
    const { kind, path: other, table } = tree.statements[i]!;
    const same = other.length === path.length && other.every((part, at) => part === path[at]);
    if (!same || kind !== 'array-header') continue;
    const around = extent(tree, table);
    return around !== undefined && around.last >= blockLines(tree, after).last ? table : after;
  }
  return after;
}

/** The lines of a table and of everything that headers define below it. */
function extent(tree: SyntaxTree, table: TableNode): LineRange | undefined {
  const ranges = definingLines(tree, table);
  if (ranges.length === 0) return undefined;
  let { first, last } = ranges[0]!;
  for (const range of ranges) {
    first = Math.min(first, range.first);
    last = Math.max(last, range.last);
  }
  return { first, last };
}

function lastContent(tree: SyntaxTree): number {
  let line = lineCount(tree) - 1;
  while (line >= 0 && isBlank(tree, line)) line--;
  return line;
}

/** Blank lines before the new table, as the neighbourhood has them. */
function gapAbove(
  tree: SyntaxTree,
  below: number,
  anchor: LineRange | undefined,
  model: number | undefined,
): number {
  if (below < 0) return 0;
  const like = model === undefined ? anchor?.first : modelStart(tree, model);
  const above = like === undefined ? 0 : blanksAbove(tree, like);
  const known = like !== undefined && like - above > 0 ? above : undefined;
  // Tables that stand directly below each other stay so.
  if (gapBelow(tree, below) === 0 && !isComment(tree, below)) return 0;
  const wanted = Math.min(known ?? 1, 3);
  return isComment(tree, below) ? Math.max(wanted, 1) : wanted;
}

function modelStart(tree: SyntaxTree, offset: number): number {
  const { table } = tree.statements[statementAt(tree, offset)]!;
  return blockLines(tree, table).first;
}

/** Removes a table: header, body, everything that headers define below it, and the comments that belong to them. */
export function removeTomlTable(tree: SyntaxTree, node: TableNode): readonly TextEdit[] {
  return removeLines(tree, definingLines(tree, node));
}
