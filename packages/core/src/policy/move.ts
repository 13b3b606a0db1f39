import type { ArrayNode } from '../syntax/tree.ts';
import { firstCommentAbove } from '../text/comments.ts';
import type { TextEdit } from '../text/edit.ts';
import type { SourceText } from '../text/source.ts';

/** Moves an item of a YAML sequence to another index; comments directly above and behind it go with it. */
export function moveInSequence(
  source: SourceText,
  list: ArrayNode,
  from: number,
  to: number,
): readonly TextEdit[] {
  const { length } = list.items;
  if (from === to || from < 0 || to < 0 || from >= length || to >= length) return [];
  const order = Array.from({ length }, (_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  const chunks = list.style === 'block' ? lineChunks(source, list) : undefined;
  return chunks === undefined ? swapTexts(source, list, order) : permute(source, chunks, order);
}

interface Chunk {
  readonly start: number;
  readonly end: number;
}

/** The lines of each item, comments above it included; undefined when an item shares its first line with another. */
function lineChunks(source: SourceText, list: ArrayNode): readonly Chunk[] | undefined {
  const firstLines: number[] = [];
  for (const item of list.items) {
    const { line } = source.position(item.span.start);
    if (!/^\s*-\s+$/.test(source.line(line).slice(0, source.position(item.span.start).column - 1)))
      return undefined;
    firstLines.push(firstCommentAbove(source, line));
  }
  const last = list.items.at(-1)!;
  const lastLine = source.position(Math.max(last.span.start, last.span.end - 1)).line;
  const starts = source.lineStarts();
  const ends = [...firstLines.slice(1), lastLine + 1].map((line) => starts[line - 1] ?? source.text.length);
  return firstLines.map((line, index) => ({ start: starts[line - 1]!, end: ends[index]! }));
}

function permute(
  source: SourceText,
  chunks: readonly Chunk[],
  order: readonly number[],
): readonly TextEdit[] {
  const text = (index: number): string => source.slice(chunks[index]!);
  const first = order.findIndex((item, index) => item !== index);
  const last = order.findLastIndex((item, index) => item !== index);
  const span = { start: chunks[first]!.start, end: chunks[last]!.end };
  const moved = order.slice(first, last + 1).map(text);
  if (source.slice(span).endsWith('\n')) return [{ span, newText: moved.join('') }];
  // The last line of the file has no end: it needs one now, and the new last one none.
  const lines = moved.map((chunk) => (chunk.endsWith('\n') ? chunk : `${chunk}\n`));
  return [{ span, newText: lines.join('').replace(/\r?\n$/, '') }];
}

function swapTexts(source: SourceText, list: ArrayNode, order: readonly number[]): readonly TextEdit[] {
  return order.flatMap((item, index) =>
    item === index ? [] : [{ span: list.items[index]!.span, newText: source.slice(list.items[item]!.span) }],
  );
}
