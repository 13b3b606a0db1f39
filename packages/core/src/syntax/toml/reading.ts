import type { MissingNode, ScalarNode } from '../tree.ts';
import { APOSTROPHE, CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, QUOTE } from './chars.ts';
import type { KeyPath } from './keys.ts';
import { type ParserState, report } from './state.ts';
import { readString } from './strings.ts';
import {
  type Binder,
  bindValue,
  type OpenArray,
  type OpenTable,
  type OpenValue,
  openTable,
} from './tables.ts';
import { lineEnd } from './trivia.ts';
import { readWord } from './words.ts';

/** An array or inline table that is open at the moment. */
export interface Frame {
  readonly node: OpenTable | OpenArray;
  /** Whether an item has been read that no comma follows yet. */
  afterItem: boolean;
  /** The offset of the last comma, or -1 before the first. */
  comma: number;
  /** The key whose value is being read. */
  key: KeyPath | undefined;
  /** Whether a line end inside this inline table has been reported. */
  crossed: boolean;
  /** Whether the item before is broken: then what follows it is not complained about. */
  broken: boolean;
}

/** One reading of a value that holds other values. No recursion: the nesting is data. */
export interface Reading {
  readonly state: ParserState;
  readonly binder: Binder;
  readonly frames: Frame[];
  /** Whether inline tables may span lines, as TOML 1.1 allows. */
  readonly lenient: boolean;
  /** Where the last thing that belongs to the value ends. */
  end: number;
  result: OpenValue | undefined;
  /** Whether the lenient reading turned out to be wrong. */
  failed: boolean;
  /** How many of the open containers are inline tables, and how many of these went over a line end. */
  openTables: number;
  openCrossed: number;
}

export function open(reading: Reading): void {
  const { state } = reading;
  const start = state.at;
  const span = { start, end: start + 1 };
  const node: OpenTable | OpenArray =
    state.text.charCodeAt(start) === OPEN_BRACE
      ? openTable('inline', span)
      : { kind: 'array', style: 'inline', items: [], span };
  reading.frames.push({
    node,
    afterItem: false,
    comma: -1,
    key: undefined,
    crossed: false,
    broken: false,
  });
  if (node.kind === 'table') reading.openTables++;
  state.at = start + 1;
  reading.end = state.at;
}

/** Ends the innermost container at `end` and hands it to the one around it. */
export function close(reading: Reading, end: number): void {
  const { node, crossed } = reading.frames.pop()!;
  node.span.end = end;
  if (node.kind === 'table') reading.openTables--;
  if (crossed) reading.openCrossed--;
  if (node.kind === 'array' && node.items.length < 12) node.items = node.items.slice();
  reading.end = end;
  deliver(reading, node);
}

export function deliver(reading: Reading, value: OpenValue): void {
  const parent = reading.frames[reading.frames.length - 1];
  if (parent === undefined) {
    reading.result = value;
    return;
  }
  parent.afterItem = true;
  parent.broken = value.kind === 'missing';
  if (parent.node.kind === 'array') parent.node.items.push(value);
  else {
    bindValue(reading.binder, parent.node, parent.key!, value, value.span.end);
    parent.key = undefined;
  }
}

/** Ends everything that is open, without its closing bracket, at the last thing read. */
export function abandon(reading: Reading): void {
  const { state, frames } = reading;
  if (reading.openCrossed > 0) {
    reading.failed = true;
    return;
  }
  if (!state.unclosedString) reportUnclosed(reading, frames[0]!);
  const { end } = reading;
  while (frames.length > 0) close(reading, end);
  state.at = end;
  dropCommentsFrom(state, end);
}

export function reportUnclosed(reading: Reading, { node }: Frame): void {
  const { start } = node.span;
  if (node.kind === 'array')
    report(reading.state, 'unclosed-array', 'The array is never closed.', start, start + 1);
  else report(reading.state, 'unclosed-inline-table', 'The inline table is not closed.', start, start + 1);
}

/** Comments behind the end of an abandoned value are read again by whoever goes on from there. */
function dropCommentsFrom(state: ParserState, end: number): void {
  const { comments } = state;
  while (comments.length > 0 && comments[comments.length - 1]!.span.start >= end) comments.pop();
}

export function readPlain(state: ParserState, code: number): ScalarNode | MissingNode {
  return code === QUOTE || code === APOSTROPHE ? readString(state) : readWord(state, true);
}

export function readComma(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const { at } = state;
  if (!frame.afterItem && !frame.broken)
    report(state, 'unexpected-comma', 'A value is missing before the comma.', at, at + 1);
  frame.afterItem = false;
  frame.broken = false;
  frame.comma = at;
  state.at = at + 1;
  reading.end = state.at;
}

/** A bracket of the wrong kind closes the container around, if that is of its kind; else it was mistyped. */
export function strayCloser(reading: Reading, frame: Frame, kind: 'array' | 'table'): void {
  const { state, frames } = reading;
  const { at } = state;
  const tables = kind === 'table';
  if (tables ? reading.openTables > 0 : frames.length > reading.openTables) {
    if (!state.unclosedString) reportUnclosed(reading, frame);
    close(reading, reading.end);
    return;
  }
  const written = kind === 'array' ? '"]"' : '"}"';
  report(state, 'unexpected-bracket', `${written} does not close what is open here.`, at, at + 1);
  state.at = at + 1;
  close(reading, state.at);
}

export function skipJunk(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const end = lineEnd(state, state.at);
  let at = state.at + 1;
  for (; at < end; at++) {
    const code = state.text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE) break;
  }
  state.at = at;
  reading.end = at;
  frame.afterItem = true;
  frame.broken = true;
}
