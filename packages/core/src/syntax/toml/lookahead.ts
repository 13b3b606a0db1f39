import {
  APOSTROPHE,
  BACKSLASH,
  CLOSE_BRACKET,
  CR,
  DOT,
  EQUALS,
  HASH,
  isBare,
  LF,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TAB,
} from './chars.ts';
import type { ParserState } from './state.ts';

/**
 * Whether a new statement starts here: `key =`, `[table]` or `[[table]]`. Used for recovery at the start of a line
 * inside something unclosed; no valid array item looks like this.
 */
export function looksLikeStatement(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  if (code === OPEN_BRACKET) return looksLikeHeader(text, start);
  const end = keyPathEnd(text, start);
  return end !== -1 && text.charCodeAt(end) === EQUALS;
}

function looksLikeHeader(text: string, start: number): boolean {
  const double = text.charCodeAt(start + 1) === OPEN_BRACKET;
  const first = blanksEnd(text, start + (double ? 2 : 1));
  if (!isLetter(text.charCodeAt(first)) || isValueWord(text, first)) return false;
  let at = keyPathEnd(text, first);
  if (at === -1 || text.charCodeAt(at) !== CLOSE_BRACKET) return false;
  at++;
  if (double && text.charCodeAt(at) === CLOSE_BRACKET) at++;
  at = blanksEnd(text, at);
  const code = text.charCodeAt(at);
  return at >= text.length || code === LF || code === CR || code === HASH;
}

function isValueWord(text: string, start: number): boolean {
  let end = start;
  while (end - start < 6 && isBare(text.charCodeAt(end))) end++;
  const word = text.slice(start, end);
  return word === 'true' || word === 'false' || word === 'inf' || word === 'nan';
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function blanksEnd(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB) break;
  }
  return at;
}

/** Where a well-formed dotted key and the blanks behind it end, or -1. */
function keyPathEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = keyPartEnd(text, at);
    if (at === -1) return -1;
    at = blanksEnd(text, at);
    if (text.charCodeAt(at) !== DOT) return at;
    at = blanksEnd(text, at + 1);
  }
}

function keyPartEnd(text: string, start: number): number {
  const mark = text.charCodeAt(start);
  let at = start;
  if (mark !== QUOTE && mark !== APOSTROPHE) {
    while (at < text.length && isBare(text.charCodeAt(at))) at++;
    return at === start ? -1 : at;
  }
  for (at++; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === mark) return at + 1;
    if (code === LF) return -1;
    if (code === BACKSLASH && mark === QUOTE) at++;
  }
  return -1;
}

/**
 * From the end of a line on: the end of the last line before the next statement or the end of the text,
 * line ending excluded.
 */
export function findStatementLine(state: ParserState, lineEnd: number): number {
  const { text } = state;
  for (let lf = text.indexOf('\n', lineEnd); lf !== -1; lf = text.indexOf('\n', lf + 1)) {
    if (looksLikeStatement(text, blanksEnd(text, lf + 1)))
      return lf > 0 && text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
  }
  return text.length;
}
