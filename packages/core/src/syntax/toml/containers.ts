import type { MissingNode, ScalarNode } from '../tree.ts';
import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  DOT,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './chars.ts';
import { type KeyPath, readKeyPath } from './keys.ts';
import { looksLikeStatement } from './lookahead.ts';
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
import { atLineEnd, lineEnd, skipBlanks, skipLines } from './trivia.ts';
import { readWord } from './words.ts';

/** An array or inline table that is open at the moment. */
interface Frame {
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
interface Reading {
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

/** Reads any value; the next character is its first. */
export function readValue(binder: Binder): OpenValue {
  const { state } = binder;
  const code = state.text.charCodeAt(state.at);
  if (code === QUOTE || code === APOSTROPHE) return readString(state);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) return readContainer(binder);
  return readWord(state, false);
}

/**
 * Reads an array or inline table. An inline table with a line end in it is either one of TOML 1.1 or it was never
 * closed: it is read as the former, and again as the latter when that leads nowhere. The second reading is skipped
 * for what the failed first one had covered, so every character is read twice at most.
 */
function readContainer(binder: Binder): OpenValue {
  const { state } = binder;
  const { at } = state;
  const lenient = at >= state.strictBefore;
  const problems = state.problems.length;
  const comments = state.comments.length;
  const value = runReading(binder, lenient);
  if (value !== undefined) return value;
  state.strictBefore = state.at;
  state.at = at;
  state.problems.length = problems;
  state.comments.length = comments;
  return runReading(binder, false)!;
}

function runReading(binder: Binder, lenient: boolean): OpenValue | undefined {
  const { state } = binder;
  const reading: Reading = {
    state,
    binder,
    frames: [],
    lenient,
    end: state.at,
    result: undefined,
    failed: false,
    openTables: 0,
    openCrossed: 0,
  };
  state.unclosedString = false;
  open(reading);
  while (reading.frames.length > 0 && !reading.failed) {
    const frame = reading.frames[reading.frames.length - 1]!;
    if (frame.node.kind === 'array') stepArray(reading, frame);
    else stepTable(reading, frame);
  }
  return reading.failed ? undefined : reading.result;
}

function open(reading: Reading): void {
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
function close(reading: Reading, end: number): void {
  const { node, crossed } = reading.frames.pop()!;
  node.span.end = end;
  if (node.kind === 'table') reading.openTables--;
  if (crossed) reading.openCrossed--;
  if (node.kind === 'array' && node.items.length < 12) node.items = node.items.slice();
  reading.end = end;
  deliver(reading, node);
}

function deliver(reading: Reading, value: OpenValue): void {
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
function abandon(reading: Reading): void {
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

function reportUnclosed(reading: Reading, { node }: Frame): void {
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

function stepArray(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const crossed = skipLines(state);
  if (state.at >= state.end) {
    abandon(reading);
    return;
  }
  const { at } = state;
  const code = state.text.charCodeAt(at);
  if (code === CLOSE_BRACKET) {
    state.at = at + 1;
    close(reading, state.at);
    return;
  }
  if (code === COMMA) {
    readComma(reading, frame);
    return;
  }
  if (crossed && code === OPEN_BRACKET && looksLikeStatement(state.text, at)) {
    abandon(reading);
    return;
  }
  if (code === CLOSE_BRACE) {
    strayCloser(reading, frame, 'table');
    return;
  }
  if (frame.afterItem) {
    if (crossed && looksLikeStatement(state.text, at)) {
      abandon(reading);
      return;
    }
    missingComma(reading, frame, crossed);
    return;
  }
  readItem(reading, crossed);
}

function readItem(reading: Reading, firstOnLine: boolean): void {
  const { state } = reading;
  const start = state.at;
  const code = state.text.charCodeAt(start);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) {
    open(reading);
    return;
  }
  const problems = state.problems.length;
  const value = readPlain(state, code);
  if (firstOnLine) {
    const { at } = state;
    skipBlanks(state);
    const next = state.text.charCodeAt(state.at);
    state.at = at;
    if (
      (next === EQUALS || next === DOT || value.kind === 'missing') &&
      looksLikeStatement(state.text, start)
    ) {
      state.problems.length = problems;
      abandon(reading);
      return;
    }
  }
  reading.end = state.at;
  deliver(reading, value);
}

function readPlain(state: ParserState, code: number): ScalarNode | MissingNode {
  return code === QUOTE || code === APOSTROPHE ? readString(state) : readWord(state, true);
}

function readComma(reading: Reading, frame: Frame): void {
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

/** A bracket of the wrong kind closes the container around, if that is of its kind; else it is in the way. */
function strayCloser(reading: Reading, frame: Frame, kind: 'array' | 'table'): void {
  const { state, frames } = reading;
  const { at } = state;
  const tables = kind === 'table';
  if (tables ? reading.openTables > 0 : frames.length > reading.openTables) {
    if (!state.unclosedString) reportUnclosed(reading, frame);
    close(reading, reading.end);
    return;
  }
  const bracket = kind === 'array' ? '"]"' : '"}"';
  if (!frame.broken)
    report(state, 'unexpected-bracket', `Nothing is open that ${bracket} could close.`, at, at + 1);
  frame.broken = true;
  state.at = at + 1;
  reading.end = state.at;
}

/** Something follows an item without a comma. The next line is read as an item; the same line is skipped. */
function missingComma(reading: Reading, frame: Frame, crossed: boolean): void {
  const { state } = reading;
  const { at } = state;
  const code = state.text.charCodeAt(at);
  if (!frame.broken) report(state, 'expected-comma', 'A comma is missing before this.', at, at + 1);
  if (crossed) {
    frame.afterItem = false;
    return;
  }
  const opener = code === OPEN_BRACKET || code === OPEN_BRACE;
  if (opener || ((code === QUOTE || code === APOSTROPHE) && closesOnLine(state, at))) {
    frame.afterItem = false;
    return;
  }
  skipJunk(reading, frame);
}

function closesOnLine(state: ParserState, at: number): boolean {
  const close = state.text.indexOf(state.text[at]!, at + 1);
  return close !== -1 && close < lineEnd(state, at);
}

function skipJunk(reading: Reading, frame: Frame): void {
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

function stepTable(reading: Reading, frame: Frame): void {
  const { state } = reading;
  skipBlanks(state);
  const { at } = state;
  const hash = state.text.charCodeAt(at) === 0x23;
  let crossed = false;
  if (hash || atLineEnd(state)) {
    if (at >= state.end && !frame.crossed) {
      endLine(reading);
      return;
    }
    if (!reading.lenient || state.unclosedString) {
      endLine(reading);
      return;
    }
    crossed = skipLines(state);
    if (!frame.crossed) {
      frame.crossed = true;
      reading.openCrossed++;
      const message = 'An inline table must stand on one line, says TOML 1.0.';
      report(state, 'inline-table-newline', message, at, Math.min(at + 1, state.end));
    }
    if (state.at >= state.end) {
      abandon(reading);
      return;
    }
  }
  const code = state.text.charCodeAt(state.at);
  if (code === CLOSE_BRACE) {
    closeTable(reading, frame);
    return;
  }
  if (code === COMMA) {
    readComma(reading, frame);
    return;
  }
  if (code === CLOSE_BRACKET) {
    if (frame.crossed) reading.failed = true;
    strayCloser(reading, frame, 'array');
    return;
  }
  if (frame.afterItem) {
    if (crossed) reading.failed = true;
    else missingTableComma(reading, frame);
    return;
  }
  readPair(reading, frame);
}

/** A line ended inside inline tables that were to be closed on it. */
function endLine(reading: Reading): void {
  const { state, frames } = reading;
  if (reading.openCrossed > 0) {
    reading.failed = true;
    return;
  }
  let first = frames.length - 1;
  while (first > 0 && frames[first - 1]!.node.kind === 'table') first--;
  if (!state.unclosedString) reportUnclosed(reading, frames[first]!);
  const { end } = reading;
  while (frames.length > first) close(reading, end);
  if (first === 0) state.at = end;
  else frames[first - 1]!.broken = true;
}

function closeTable(reading: Reading, frame: Frame): void {
  const { state } = reading;
  if (!frame.afterItem && frame.comma !== -1 && !frame.broken) {
    const message = 'An inline table must not end with a comma, says TOML 1.0.';
    report(state, 'inline-table-trailing-comma', message, frame.comma, frame.comma + 1);
  }
  state.at++;
  close(reading, state.at);
}

function missingTableComma(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const { at } = state;
  if (!frame.broken) report(state, 'expected-comma', 'A comma is missing before this.', at, at + 1);
  if (looksLikeStatement(state.text, at) && state.text.charCodeAt(at) !== OPEN_BRACKET)
    frame.afterItem = false;
  else skipJunk(reading, frame);
}

function readPair(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const start = state.at;
  const problems = state.problems.length;
  const key = readKeyPath(state);
  if (key === undefined || state.text.charCodeAt(state.at) !== EQUALS) {
    if (frame.crossed) {
      reading.failed = true;
      return;
    }
    if (state.problems.length === problems && !frame.broken) {
      const at = key === undefined ? start : state.at;
      const [id, message] =
        key === undefined
          ? ['expected-key', 'A key must stand here.']
          : ['expected-equals', 'A key must be followed by "=" and a value.'];
      report(state, id!, message!, at, Math.min(at + 1, state.end));
    }
    state.at = Math.max(state.at - 1, start);
    skipJunk(reading, frame);
    return;
  }
  state.at++;
  reading.end = state.at;
  frame.key = key;
  skipBlanks(state);
  const code = state.text.charCodeAt(state.at);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) {
    open(reading);
    return;
  }
  const value = readPlain(state, code);
  reading.end = Math.max(reading.end, state.at);
  deliver(reading, value);
}
