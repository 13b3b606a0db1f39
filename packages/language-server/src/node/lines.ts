import { commonParts, type Span } from '@mirrorwright/core';
import type { Position, Range } from 'vscode-languageserver';

/**
 * Between offsets and the positions of the protocol: lines and columns from 0, columns in UTF-16 units, lines ended by LF,
 * CRLF or CR. Positions outside of the text are moved into it, and those in the end of a line before it.
 */
export interface Lines {
  readonly text: string;
  /** Offsets at which lines start; the first is 0. */
  readonly starts: Int32Array;
  position(offset: number): Position;
  range(span: Span): Range;
  offset(position: Position): number;
  span(range: Range): Span;
}

/**
 * The lines of a text that does not change.
 * @param earlier those of the text before an edit; the result is the same without it.
 */
export function linesOf(text: string, earlier?: Lines): Lines {
  const starts =
    earlier === undefined ? Int32Array.from([0, ...endsIn(text, 0, text.length)]) : changed(earlier, text);
  const position = (offset: number): Position => {
    const inside = Math.max(Math.min(offset, text.length), 0);
    const line = firstAbove(starts, inside) - 1;
    return { line, character: beforeEnd(text, inside, starts[line]!) - starts[line]! };
  };
  const offset = ({ line, character }: Position): number => {
    if (line >= starts.length) return text.length;
    if (line < 0) return 0;
    const start = starts[line]!;
    const next = starts[line + 1] ?? text.length;
    return character <= 0 ? start : beforeEnd(text, Math.min(start + character, next), start);
  };
  return {
    text,
    starts,
    position,
    offset,
    range: ({ start, end }) => ({ start: position(start), end: position(end) }),
    span: ({ start, end }) => ({ start: offset(start), end: offset(end) }),
  };
}

const LF = 10;
const CR = 13;

/** Where lines start behind the ends of lines in a part of the text. */
function endsIn(text: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) found.push(at + 1);
  }
  return found;
}

/** Only what the edit touched is looked at; whether a CR ends a line is decided by the character behind it. */
function changed({ text: before, starts }: Lines, text: string): Int32Array {
  const { same, tail } = commonParts(before, text);
  const above = Math.max(firstAbove(starts, same - 1), 1);
  const below = Math.max(firstAbove(starts, before.length - tail), above);
  const between = endsIn(text, Math.max(same - 1, 0), text.length - tail);
  const made = new Int32Array(above + between.length + starts.length - below);
  made.set(starts.subarray(0, above));
  made.set(between, above);
  const by = text.length - before.length;
  for (let from = below, to = above + between.length; from < starts.length; from++, to++)
    made[to] = starts[from]! + by;
  return made;
}

/** Index of the first element above the value. */
function firstAbove(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function beforeEnd(text: string, offset: number, start: number): number {
  let at = offset;
  while (at > start && (text.charCodeAt(at - 1) === LF || text.charCodeAt(at - 1) === CR)) at--;
  return at;
}
