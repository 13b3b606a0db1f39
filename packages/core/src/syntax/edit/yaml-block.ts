import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { ArrayNode, Entry, SyntaxTree, TableNode } from '../tree.ts';
import {
  blanksAbove,
  eolAt,
  insertBelow,
  isBlank,
  type LineRange,
  lineCount,
  lineOf,
  lineStart,
  ownStart,
  removeLines,
} from './lines.ts';
import type { PlainValue } from './plain-value.ts';
import { type YamlStyle, yamlEntryLines, yamlItemLines } from './yaml-text.ts';

/** Adds an entry to a block mapping: behind its last one, or before the one named. */
export function addBlockEntry(
  tree: SyntaxTree,
  table: TableNode,
  key: string,
  value: PlainValue,
  style: YamlStyle,
  before?: Entry,
): readonly TextEdit[] {
  const indent = ' '.repeat(columnOf(tree, table.span.start));
  const lines = yamlEntryLines(key, value, indent, style);
  if (before !== undefined) return [insertBefore(tree, before.keySpan.start, lines, indent)];
  const last = table.entries.at(-1)!;
  const below = endLine(tree, last.span);
  return [insertBelow(tree, below, separated(tree, table, below) ? ['', ...lines] : lines)];
}

/** Adds an item to a block sequence before the one at `index`. */
export function addBlockItem(
  tree: SyntaxTree,
  array: ArrayNode,
  value: PlainValue,
  index: number,
  style: YamlStyle,
): readonly TextEdit[] {
  const indent = ' '.repeat(columnOf(tree, array.span.start));
  const lines = yamlItemLines(value, indent, style);
  if (index <= 0) return [insertBefore(tree, array.span.start, lines, indent)];
  return [insertBelow(tree, endLine(tree, array.items[index - 1]!.span), lines)];
}

function insertBefore(tree: SyntaxTree, at: number, lines: readonly string[], indent: string): TextEdit {
  const line = lineOf(tree, at);
  if (startsLine(tree, at)) return insertBelow(tree, ownStart(tree, line) - 1, lines);
  // The first entry of a list item: it shares its line with the dash.
  const eol = eolAt(tree, line);
  return { span: { start: at, end: at }, newText: lines.join(eol).slice(indent.length) + eol + indent };
}

/** Whether entries of this mapping are separated by blank lines, and the new one can be as well. */
function separated(tree: SyntaxTree, table: TableNode, below: number): boolean {
  const last = table.entries.at(-1)!;
  if (table.entries.length < 2 || blanksAbove(tree, ownStart(tree, lineOf(tree, last.span.start))) === 0)
    return false;
  return below + 1 >= lineCount(tree) || isBlank(tree, below + 1);
}

/** Removes entries from a block mapping. An emptied mapping becomes `{}`. */
export function removeBlockEntries(
  tree: SyntaxTree,
  table: TableNode,
  entries: ReadonlySet<Entry>,
): readonly TextEdit[] {
  if (table.entries.every((entry) => entries.has(entry))) return emptied(tree, table.span, '{}');
  const starts = table.entries.map((entry) => entry.keySpan.start);
  const spans = table.entries.map((entry) => entry.span);
  return removeParts(tree, starts, spans, (index) => entries.has(table.entries[index]!));
}

/** Removes the items from `from` up to and without `to`. An emptied list becomes `[]`. */
export function removeBlockItems(
  tree: SyntaxTree,
  array: ArrayNode,
  from: number,
  to: number,
): readonly TextEdit[] {
  if (from >= to) return [];
  if (from === 0 && to === array.items.length) return emptied(tree, array.span, '[]');
  // what stays is looked at no further than one item away: lists have thousands
  const first = Math.max(0, from - 1);
  const near = array.items.slice(first, to + 1);
  const starts = near.map((_, index) => dashOf(tree, array, first + index));
  const spans = near.map(({ span }) => span);
  return removeParts(tree, starts, spans, (index) => first + index >= from && first + index < to);
}

function removeParts(
  tree: SyntaxTree,
  starts: readonly number[],
  spans: readonly Span[],
  gone: (index: number) => boolean,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const ranges: LineRange[] = [];
  let from = 0;
  if (!startsLine(tree, starts[0]!) && gone(0)) {
    // It shares its line with a dash: the first part that stays moves up to it.
    while (from < starts.length && gone(from)) from++;
    edits.push({ span: { start: starts[0]!, end: starts[from]! }, newText: '' });
  }
  for (let index = from; index < starts.length; index++) {
    if (!gone(index)) continue;
    const line = lineOf(tree, starts[index]!);
    const floor = index === 0 ? 0 : endLine(tree, spans[index - 1]!) + 1;
    ranges.push({ first: Math.max(ownStart(tree, line), floor), last: endLine(tree, spans[index]!) });
  }
  return [...edits, ...removeLines(tree, ranges)];
}

/** Replaces a block collection by an empty one, behind its key where nothing stands between. */
function emptied(tree: SyntaxTree, span: Span, text: string): readonly TextEdit[] {
  return [replaceBlock(tree, span, text)];
}

/** Replaces a block collection by text on one line. */
export function replaceBlock(tree: SyntaxTree, span: Span, text: string): TextEdit {
  const { text: source } = tree.source;
  let start = span.start;
  while (start > 0 && /\s/.test(source[start - 1]!)) start--;
  if (start > 0 && source[start - 1] === ':' && source.slice(start, span.start).includes('\n'))
    return { span: { start, end: span.end }, newText: ` ${text}` };
  return { span, newText: text };
}

/** Where the dash of an item stands. */
function dashOf(tree: SyntaxTree, array: ArrayNode, index: number): number {
  if (index === 0) return array.span.start;
  const column = columnOf(tree, array.span.start);
  const floor = lineOf(tree, array.items[index - 1]!.span.end);
  let line = lineOf(tree, array.items[index]!.span.start);
  while (line > floor + 1 && tree.source.text[lineStart(tree, line) + column] !== '-') line--;
  return lineStart(tree, line) + column;
}

/** The last line of a value; a block scalar that keeps its final line ends owns the blank lines below it. */
function endLine(tree: SyntaxTree, span: Span): number {
  let line = lineOf(tree, Math.max(span.start, span.end));
  const keeps = /(?:^|[\s:-])[|>][1-9]?\+[^\n]*\n/.test(tree.source.slice(span));
  while (keeps && isBlank(tree, line + 1)) line++;
  return line;
}

function columnOf(tree: SyntaxTree, offset: number): number {
  return offset - lineStart(tree, lineOf(tree, offset));
}

function startsLine(tree: SyntaxTree, at: number): boolean {
  return /^[ \t]*$/.test(tree.source.text.slice(lineStart(tree, lineOf(tree, at)), at));
}
