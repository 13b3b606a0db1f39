import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { SyntaxTree } from '../tree.ts';

/** Lines are counted from 0 here. A text that ends with a line ending has no further, empty line. */
export function lineCount(tree: SyntaxTree): number {
  const starts = tree.source.lineStarts();
  return starts.at(-1) === tree.source.text.length ? starts.length - 1 : starts.length;
}

/** The line in which an offset lies. */
export function lineOf(tree: SyntaxTree, offset: number): number {
  return tree.source.position(offset).line - 1;
}

/** Where a line starts, a byte order mark left out; behind the last line the end of the text. */
export function lineStart(tree: SyntaxTree, line: number): number {
  const { text } = tree.source;
  if (line <= 0) return text.startsWith('\uFEFF') ? 1 : 0;
  return tree.source.lineStarts()[line] ?? text.length;
}

/** Where the text of a line ends, its line ending left out. */
export function lineEnd(tree: SyntaxTree, line: number): number {
  const { text } = tree.source;
  const next = lineStart(tree, line + 1);
  if (text[next - 1] !== '\n' || next <= lineStart(tree, line)) return next;
  return text[next - 2] === '\r' ? next - 2 : next - 1;
}

/** The line's text without its line ending and a byte order mark. */
export function lineText(tree: SyntaxTree, line: number): string {
  return tree.source.text.slice(lineStart(tree, line), lineEnd(tree, line));
}

/** The white space a line begins with. */
export function indentOf(tree: SyntaxTree, line: number): string {
  return /^[ \t]*/.exec(lineText(tree, line))![0];
}

/** Whether the line exists and holds nothing but white space. */
export function isBlank(tree: SyntaxTree, line: number): boolean {
  return line >= 0 && line < lineCount(tree) && /^[ \t]*$/.test(lineText(tree, line));
}

/** Whether the line holds a comment and nothing else. */
export function isComment(tree: SyntaxTree, line: number): boolean {
  if (line < 0 || line >= lineCount(tree)) return false;
  const at = lineStart(tree, line) + indentOf(tree, line).length;
  const { comments } = tree;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < at) low = middle + 1;
    else high = middle;
  }
  return comments[low]?.span.start === at;
}

/** The line ending of the neighbourhood: that of the line, else of the line above, else LF. */
export function eolAt(tree: SyntaxTree, line: number): string {
  for (const near of [line, line - 1, 0]) {
    const ending = tree.source.text.slice(lineEnd(tree, near), lineStart(tree, near + 1));
    if (near >= 0 && ending !== '') return ending;
  }
  return '\n';
}

/** The first of the comment lines that stand directly above a line; the line itself when there are none. */
export function ownStart(tree: SyntaxTree, line: number): number {
  let first = line;
  while (isComment(tree, first - 1)) first--;
  return first;
}

/** How many blank lines stand directly above a line. */
export function blanksAbove(tree: SyntaxTree, line: number): number {
  let count = 0;
  while (isBlank(tree, line - count - 1)) count++;
  return count;
}

/** How many blank lines stand directly below a line. */
export function blanksBelow(tree: SyntaxTree, line: number): number {
  let count = 0;
  while (isBlank(tree, line + count + 1)) count++;
  return count;
}

/** Whole lines, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Inserts whole lines below a line (-1: at the start of the text). A missing final line ending stays missing. */
export function insertBelow(tree: SyntaxTree, line: number, lines: readonly string[]): TextEdit {
  const { text } = tree.source;
  const eol = eolAt(tree, Math.max(line, 0));
  const joined = lines.join(eol);
  const at = lineStart(tree, line + 1);
  const unfinished = line >= 0 && at === text.length && text[at - 1] !== '\n' && at > lineStart(tree, line);
  return { span: { start: at, end: at }, newText: unfinished ? eol + joined : joined + eol };
}

/**
 * Removes whole lines. A block that stood between blank lines takes the blank lines above it along, a block at the
 * top of the file those below it, so that its neighbours stand as far apart as before.
 */
export function removeLines(tree: SyntaxTree, ranges: readonly LineRange[]): readonly TextEdit[] {
  return mergeRanges(tree, ranges).map((range) => ({ span: removalSpan(tree, range), newText: '' }));
}

function mergeRanges(tree: SyntaxTree, ranges: readonly LineRange[]): readonly LineRange[] {
  const merged: LineRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before !== undefined && range.first - blanksAbove(tree, range.first) <= before.last + 1)
      merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
    else merged.push(range);
  }
  return merged;
}

function removalSpan(tree: SyntaxTree, range: LineRange): Span {
  const { text } = tree.source;
  let { first, last } = range;
  const above = blanksAbove(tree, first);
  const below = blanksBelow(tree, last);
  const contentAbove = first - above > 0;
  const contentBelow = last + below + 1 < lineCount(tree);
  if (contentAbove && (below > 0 || !contentBelow)) first -= above;
  else if (!contentAbove && contentBelow) last += below;
  const end = lineStart(tree, last + 1);
  // A file without a final line ending keeps lacking it.
  const unfinished = end === text.length && text[end - 1] !== '\n' && first > 0;
  return { start: unfinished ? lineEnd(tree, first - 1) : lineStart(tree, first), end };
}

/**
 * Lets insertions and removals stand together that were made apart: where the end of a file without a final line
 * ending is removed, the line ending before it goes too, and a line inserted there has to bring its own.
 */
export function reconcile(tree: SyntaxTree, edits: readonly TextEdit[]): readonly TextEdit[] {
  const { text } = tree.source;
  const removed = edits.find(({ span }) => span.end === text.length && span.start < span.end);
  if (removed === undefined) return edits;
  const { start } = removed.span;
  return edits.map((edit) => {
    const { span, newText } = edit;
    const ending = text.slice(start, span.start);
    if (span.start !== span.end || !/^\r?\n$/.test(ending) || !newText.endsWith(ending)) return edit;
    return { span: { start, end: start }, newText: ending + newText.slice(0, -ending.length) };
  });
}
