import type { MissingNode, ScalarNode, ScalarType } from '../tree.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  EQUALS,
  HASH,
  isBare,
  isDigit,
  isWordEnd,
  LF,
  SPACE,
  TAB,
} from './chars.ts';
import { readDate, startsLikeDate } from './dates.ts';
import { readNumber } from './numbers.ts';
import { type ParserState, quote, report } from './state.ts';
import { lineEnd } from './trivia.ts';

/** Reads a value that stands without quotes: boolean, number, date. Anything else is reported and missing. */
export function readWord(state: ParserState, nested: boolean): ScalarNode | MissingNode {
  const { text, at: start } = state;
  const end = wordEnd(text, start, state.end);
  const code = text.charCodeAt(start);
  if (code === 0x74 && end - start === 4 && text.startsWith('true', start))
    return scalar(state, 'boolean', true, start, end);
  if (code === 0x66 && end - start === 5 && text.startsWith('false', start))
    return scalar(state, 'boolean', false, start, end);
  state.hasWords = true;
  if (end === start && code !== EQUALS) return missing(state, start);
  if (startsLikeDate(text, start)) return readDateWord(state, start, end, nested);
  const lead = code === 0x2b || code === 0x2d ? text.charCodeAt(start + 1) : code;
  if (isDigit(lead) || lead === 0x69 || lead === 0x6e) {
    const word = text.slice(start, end);
    const number = readNumber(word);
    if (number.type !== 'fault') {
      if (number.fault !== undefined)
        report(state, number.fault.id, `${quote(word)} ${number.fault.message}.`, start, end);
      return scalar(state, number.type, number.value, start, end);
    }
    if (isDigit(lead) && isPlainNumber(word)) {
      report(state, number.fault.id, `${quote(word)} ${number.fault.message}.`, start, end);
      state.at = end;
      return { kind: 'missing', span: { start, end } };
    }
  }
  return unquoted(state, start, nested);
}

/** The end of a word, a blank between date and time included. */
function wordEnd(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && !isWordEnd(text.charCodeAt(at))) at++;
  if (at !== start + 10 || text.charCodeAt(at) !== SPACE || !startsLikeDate(text, start)) return at;
  if (!isDigit(text.charCodeAt(at + 1))) return at;
  at++;
  while (at < limit && !isWordEnd(text.charCodeAt(at))) at++;
  return at;
}

function scalar(
  state: ParserState,
  type: ScalarType,
  value: string | number | bigint | boolean,
  start: number,
  end: number,
): ScalarNode {
  state.at = end;
  return { kind: 'scalar', type, value, style: 'bare', span: { start, end } };
}

function readDateWord(
  state: ParserState,
  start: number,
  end: number,
  nested: boolean,
): ScalarNode | MissingNode {
  const word = state.text.slice(start, end);
  const { type, id } = readDate(word);
  if (id === 'invalid-date') {
    if (!isPlainNumber(word.replaceAll(':', '').replaceAll(' ', ''))) return unquoted(state, start, nested);
    report(state, id, `${quote(word)} is not a date or time.`, start, end);
    state.at = end;
    return { kind: 'missing', span: { start, end } };
  }
  if (id !== undefined)
    report(state, id, `${quote(word)} lacks its seconds, which TOML 1.0 demands.`, start, end);
  return scalar(state, type, word, start, end);
}

/** Whether a wrong number was meant as one: nothing in it that only a name, path or host has. */
function isPlainNumber(word: string): boolean {
  let dots = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code === 0x2e) dots++;
    else if (!isBare(code) && code !== 0x2b) return false;
  }
  return dots < 2;
}

function missing(state: ParserState, at: number): MissingNode {
  report(state, 'expected-value', 'A value is missing here.', at, at);
  return { kind: 'missing', span: { start: at, end: at } };
}

/** A word that should have been a string, to the end of the line or of the item. */
function unquoted(state: ParserState, start: number, nested: boolean): MissingNode {
  const { text } = state;
  const limit = lineEnd(state, start);
  let end = start;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (nested && (code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE || code === EQUALS))
      break;
    if (code === HASH && end < at) break;
    if (code !== SPACE && code !== TAB && code !== LF) end = at + 1;
  }
  if (end === start) end = start + 1;
  const word = quote(text.slice(start, end));
  report(state, 'unquoted-string', `${word} is not a value of TOML; a string needs quotes.`, start, end);
  state.at = end;
  return { kind: 'missing', span: { start, end } };
}
