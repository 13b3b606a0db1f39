import type { Position, Range, Span } from './span.ts';

/**
 * An immutable text with a line index made on first use.
 * Lines end at LF or CRLF; a bare CR does not end a line (TOML forbids it, YAML files never hold it).
 */
export interface SourceText {
  readonly text: string;
  /** Offsets at which lines start; the first is 0. Computed once, on first use. */
  lineStarts(): readonly number[];
  position(offset: number): Position;
  range(span: Span): Range;
  slice(span: Span): string;
  /** The text of a line (counting from 1) without its line ending. */
  line(line: number): string;
}

/** Makes a source text. Nothing is computed until it is asked for. */
export function sourceText(text: string): SourceText {
  let starts: readonly number[] | undefined;
  const lineStarts = (): readonly number[] => {
    starts ??= computeLineStarts(text);
    return starts;
  };
  const position = (offset: number): Position => {
    const at = Math.max(0, Math.min(offset, text.length));
    const line = lastAtOrBefore(lineStarts(), at);
    return { line: line + 1, column: at - lineStarts()[line]! + 1, offset: at };
  };
  return {
    text,
    lineStarts,
    position,
    range: (span) => ({ start: position(span.start), end: position(span.end) }),
    slice: (span) => text.slice(span.start, span.end),
    line: (line) => {
      const start = lineStarts()[line - 1];
      if (start === undefined) return '';
      const next = lineStarts()[line] ?? text.length + 1;
      return text.slice(start, next - 1).replace(/\r$/, '');
    },
  };
}

function computeLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last element that is not above `value`; `sorted` starts at 0. */
function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
