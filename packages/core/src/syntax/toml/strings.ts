import type { Span } from '../../text/span.ts';
import type { MissingNode, ScalarNode } from '../tree.ts';
import { APOSTROPHE, BACKSLASH, CR, digitValue, LF, QUOTE, SPACE, TAB } from './chars.ts';
import { findStatementLine } from './lookahead.ts';
import { type ParserState, quote, report } from './state.ts';
import { lineEnd, reportControls } from './trivia.ts';

/** Reads a string value at its opening quote. An unreadable one is a missing node, with a problem. */
export function readString(state: ParserState): ScalarNode | MissingNode {
  const { text, at: start } = state;
  const mark = text.charCodeAt(start);
  const basic = mark === QUOTE;
  if (text.charCodeAt(start + 1) === mark && text.charCodeAt(start + 2) === mark)
    return readMultiline(state, mark);
  const value = readLineString(state, mark);
  const span: Span = { start, end: state.at };
  if (value === undefined) return { kind: 'missing', span };
  return { kind: 'scalar', type: 'string', value, style: basic ? 'basic' : 'literal', span };
}

/**
 * Reads a string that ends on its line, as value or as key.
 * @returns the decoded text; undefined when it has no end or a wrong escape (reported).
 */
export function readLineString(state: ParserState, mark: number): string | undefined {
  const { text, end } = state;
  const start = state.at;
  const basic = mark === QUOTE;
  const close = lineStringEnd(text, start, end, basic);
  const at = close < 0 ? ~close : close;
  if (at >= end || text.charCodeAt(at) !== mark) return unclosedLine(state, start);
  state.at = at + 1;
  if (close >= 0) return text.slice(start + 1, at);
  reportControls(state, start, at, 'a string');
  return basic ? decodeEscapes(state, start + 1, at) : text.slice(start + 1, at);
}

/**
 * The offset of the closing quote, of the line's end or of the text's end.
 * Its complement (`~offset`) when there are escapes or forbidden characters before.
 */
function lineStringEnd(text: string, start: number, end: number, basic: boolean): number {
  const mark = basic ? QUOTE : APOSTROPHE;
  let plain = true;
  let at = start + 1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === mark) break;
    if (code === BACKSLASH && basic) {
      plain = false;
      if (!isBreak(text, at + 1)) at++;
    } else if (code < SPACE || code === 0x7f) {
      if (isBreak(text, at)) break;
      if (code !== TAB) plain = false;
    }
  }
  return plain ? at : ~Math.min(at, end);
}

function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LF || (code === CR && text.charCodeAt(at + 1) === LF);
}

function unclosedLine(state: ParserState, start: number): undefined {
  const end = trimEnd(state.text, start, lineEnd(state, start));
  report(state, 'unclosed-string', 'The string has no closing quote on its line.', start, end);
  state.at = end;
  state.unclosedString = true;
  return undefined;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && (text.charCodeAt(at - 1) === SPACE || text.charCodeAt(at - 1) === TAB)) at--;
  return at;
}

function readMultiline(state: ParserState, mark: number): ScalarNode | MissingNode {
  const { text, at: start } = state;
  const basic = mark === QUOTE;
  const close = findCloser(state, mark);
  if (close === -1) return unclosedMultiline(state, start);
  state.at = close + 3;
  const span: Span = { start, end: close + 3 };
  let from = start + 3;
  if (text.charCodeAt(from) === LF) from++;
  else if (text.charCodeAt(from) === CR && text.charCodeAt(from + 1) === LF) from += 2;
  reportControls(state, from, close, 'a string');
  const value = basic ? decodeEscapes(state, from, close) : text.slice(from, close);
  if (value === undefined) return { kind: 'missing', span };
  const style = basic ? 'multiline-basic' : 'multiline-literal';
  return { kind: 'scalar', type: 'string', value, style, span };
}

/** The offset of the three quotes that end the string; up to two quotes before them belong to it. */
function findCloser(state: ParserState, mark: number): number {
  const { text, end, at: start } = state;
  const basic = mark === QUOTE;
  if (start >= (basic ? state.noBasicCloserFrom : state.noLiteralCloserFrom)) return -1;
  let run = 0;
  for (let at = start + 3; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== mark) {
      run = 0;
      if (code === BACKSLASH && basic) at++;
      continue;
    }
    run++;
    if (run >= 3 && (run === 5 || text.charCodeAt(at + 1) !== mark)) return at - 2;
  }
  if (basic) state.noBasicCloserFrom = start;
  else state.noLiteralCloserFrom = start;
  return -1;
}

/** Without an end, the string takes the lines up to the next one that looks like a statement. */
function unclosedMultiline(state: ParserState, start: number): MissingNode {
  const next = findStatementLine(state, lineEnd(state, start));
  report(state, 'unclosed-string', 'The multi-line string is never closed.', start, start + 3);
  state.at = next;
  state.unclosedString = true;
  return { kind: 'missing', span: { start, end: next } };
}

/** Decodes escapes; undefined after a wrong one, which is reported. Only multi-line strings hold line ends to fold. */
function decodeEscapes(state: ParserState, start: number, end: number): string | undefined {
  const { text } = state;
  let value: string | undefined = '';
  let from = start;
  for (let at = text.indexOf('\\', start); at !== -1 && at < end; at = text.indexOf('\\', from)) {
    const chars = text.slice(from, at);
    const code = text.charCodeAt(at + 1);
    const simple = simpleEscape(code);
    const hex = simple === undefined ? hexLength(code) : 0;
    let decoded = simple;
    if (hex > 0) {
      decoded = codePoint(text, at + 2, hex, end);
      from = decoded === undefined ? hexEnd(text, at + 2, hex, end) : at + 2 + hex;
    } else if (simple === undefined) {
      const folded = foldedEnd(text, at + 1, end);
      if (folded !== -1) decoded = '';
      from = folded === -1 ? Math.min(at + 2, end) : folded;
    } else from = at + 2;
    if (decoded === undefined) reportBadEscape(state, at, from);
    else if (code === 0x65 || code === 0x78) reportNewEscape(state, at, from);
    value = decoded === undefined || value === undefined ? undefined : value + chars + decoded;
  }
  return value === undefined ? undefined : value + text.slice(from, end);
}

function hexLength(code: number): number {
  if (code === 0x75) return 4;
  if (code === 0x55) return 8;
  return code === 0x78 ? 2 : 0;
}

function reportBadEscape(state: ParserState, start: number, end: number): void {
  const written = quote(state.text.slice(start, end));
  report(state, 'invalid-escape', `${written} is not an escape sequence of TOML.`, start, end);
}

function reportNewEscape(state: ParserState, start: number, end: number): void {
  report(
    state,
    'escape-of-toml-1-1',
    `The escape sequence ${state.text.slice(start, end)} exists since TOML 1.1 only.`,
    start,
    end,
  );
}

function simpleEscape(code: number): string | undefined {
  switch (code) {
    case 0x62:
      return '\b';
    case 0x74:
      return '\t';
    case 0x6e:
      return '\n';
    case 0x66:
      return '\f';
    case 0x72:
      return '\r';
    case 0x65:
      return '\u001b';
    case QUOTE:
      return '"';
    case BACKSLASH:
      return '\\';
    default:
      return undefined;
  }
}

function hexEnd(text: string, start: number, length: number, end: number): number {
  let at = start;
  while (at < end && at < start + length && digitValue(text.charCodeAt(at)) < 16) at++;
  return at;
}

function codePoint(text: string, start: number, length: number, end: number): string | undefined {
  if (hexEnd(text, start, length, end) !== start + length) return undefined;
  const code = Number.parseInt(text.slice(start, start + length), 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}

/** After a backslash at the end of a line: where the next text starts. -1 when it is no line end. */
function foldedEnd(text: string, start: number, end: number): number {
  let at = start;
  let crossed = false;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) crossed = true;
    else if (code === CR && text.charCodeAt(at + 1) === LF) crossed = true;
    else if (code !== SPACE && code !== TAB) break;
  }
  return crossed ? at : -1;
}
