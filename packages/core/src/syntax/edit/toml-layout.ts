import { statementAt } from '../statement-at.ts';
import type { Statement, SyntaxTree, TableNode, ValueNode } from '../tree.ts';
import {
  blanksBelow,
  indentOf,
  isBlank,
  isComment,
  type LineRange,
  lineCount,
  lineOf,
  ownStart,
} from './lines.ts';
import type { Quotes } from './toml-text.ts';

/** How far the search for a statement to copy the style from goes, in both directions. */
export const reach = 40;

export function isHeader(statement: Statement | undefined): boolean {
  return statement?.kind === 'header' || statement?.kind === 'array-header';
}

/** Index of the last statement in the body of the root or of a header table; its header when the body is empty. */
export function lastStatement(tree: SyntaxTree, table: TableNode): number {
  const { statements } = tree;
  if (table.style === 'root') {
    let low = 0;
    let high = statements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (statements[middle]!.table === table) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  let index = statementAt(tree, Math.max(table.span.start, table.span.end - 1));
  while (statements[index + 1]?.kind === 'error' && statements[index + 1]!.table === table) index++;
  return index;
}

/** The lines of a statement without its comments. */
export function statementLines(tree: SyntaxTree, statement: Statement): LineRange {
  const { start, end } = statement.span;
  return { first: lineOf(tree, start), last: lineOf(tree, Math.max(start, end - 1)) };
}

/** Header and body of a table, its own comments above and commented-out lines directly below included. */
export function blockLines(tree: SyntaxTree, table: TableNode): LineRange {
  const header = tree.statements[statementAt(tree, table.headerSpan!.start)]!;
  const { last } = statementLines(tree, tree.statements[lastStatement(tree, table)]!);
  let end = last;
  while (isComment(tree, end + 1)) end++;
  // Comments with a statement directly below belong to that.
  if (end + 1 < lineCount(tree) && !isBlank(tree, end + 1)) end = last;
  return { first: ownStart(tree, lineOf(tree, header.span.start)), last: end };
}

/** Every line range that defines something inside a value: blocks of header tables and lines with dotted keys. */
export function definingLines(tree: SyntaxTree, value: ValueNode): readonly LineRange[] {
  const ranges: LineRange[] = [];
  const open: ValueNode[] = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'array' && node.style === 'tables') for (const item of node.items) open.push(item);
    if (node.kind !== 'table' || node.style === 'inline') continue;
    if (node.headerSpan !== undefined) ranges.push(blockLines(tree, node));
    for (const entry of node.entries) {
      if (hasParts(entry.value)) open.push(entry.value);
      else if (node.style === 'dotted') ranges.push(entryLines(tree, entry.keySpan.start));
    }
  }
  return ranges;
}

/** Whether the value is written in several places: everything but scalars and what stands between brackets. */
export function hasParts(value: ValueNode): boolean {
  if (value.kind === 'table') return value.style !== 'inline';
  return value.kind === 'array' && value.style === 'tables';
}

/** The lines of the key/value statement at an offset with its own comments. The comment a file begins with is not. */
export function entryLines(tree: SyntaxTree, offset: number): LineRange {
  const lines = statementLines(tree, tree.statements[statementAt(tree, offset)]!);
  const first = ownStart(tree, lines.first);
  return { first: first === 0 ? lines.first : first, last: lines.last };
}

/** The key/value statement nearest to an index, looking back first. */
export function nearKeyValue(tree: SyntaxTree, index: number): Statement | undefined {
  return near(tree, index, (statement) => statement.kind === 'key-value');
}

/** The nearest header of that path, other than the one at `index`. */
export function nearHeader(tree: SyntaxTree, index: number, path: readonly string[]): Statement | undefined {
  return near(
    tree,
    index,
    (statement) =>
      isHeader(statement) &&
      statement.path.length === path.length &&
      statement.path.every((part, i) => part === path[i]),
  );
}

function near(
  tree: SyntaxTree,
  index: number,
  wanted: (statement: Statement) => boolean,
): Statement | undefined {
  const { statements } = tree;
  for (let i = Math.min(index, statements.length - 1); i >= 0 && i > index - reach; i--)
    if (wanted(statements[i]!)) return statements[i];
  for (let i = Math.max(index + 1, 0); i < statements.length && i < index + reach; i++)
    if (wanted(statements[i]!)) return statements[i];
  return undefined;
}

/** How strings near a statement are quoted. */
export function quotesNear(tree: SyntaxTree, index: number): Quotes {
  const found = near(tree, index, ({ value }) => firstString(value) !== undefined);
  return firstString(found?.value)?.endsWith('literal') ? 'literal' : 'basic';
}

/** The style of a string, or of the first string in an array. */
export function firstString(value: ValueNode | undefined): string | undefined {
  const node = value?.kind === 'array' ? value.items[0] : value;
  return node?.kind === 'scalar' && node.type === 'string' ? node.style : undefined;
}

/** The indentation for keys of a header table: as its own keys have it, else as other tables indent theirs. */
export function bodyIndent(tree: SyntaxTree, header: number): string {
  const own = tree.statements[header];
  const base = own === undefined ? '' : indentOf(tree, lineOf(tree, own.span.start));
  const model = near(
    tree,
    header,
    ({ kind, table }) => kind === 'key-value' && table.headerSpan !== undefined,
  );
  if (model === undefined) return base;
  const modelBase = indentOf(tree, lineOf(tree, model.table.headerSpan!.start));
  const modelIndent = indentOf(tree, lineOf(tree, model.span.start));
  return modelIndent.startsWith(modelBase) ? base + modelIndent.slice(modelBase.length) : modelIndent;
}

/** How many blank lines follow a line before the next content; undefined when nothing follows. */
export function gapBelow(tree: SyntaxTree, line: number): number | undefined {
  const blanks = blanksBelow(tree, line);
  return line + blanks + 1 < lineCount(tree) ? blanks : undefined;
}
