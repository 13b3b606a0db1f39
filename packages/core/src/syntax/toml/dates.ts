import type { ScalarType } from '../tree.ts';
import { COLON, DOT, isDigit } from './chars.ts';

/** What a word that starts like a date or time reads as; `id` when it is none. */
export interface DateResult {
  readonly type: ScalarType;
  /** A fault: the word is no valid date, or a form of TOML 1.1. */
  readonly id?: 'invalid-date' | 'time-without-seconds';
}

/** Whether a word starts as a date (`1979-`) or a time (`07:`) does. */
export function startsLikeDate(text: string, start: number): boolean {
  if (!isDigit(text.charCodeAt(start)) || !isDigit(text.charCodeAt(start + 1))) return false;
  if (text.charCodeAt(start + 2) === COLON) return true;
  return (
    isDigit(text.charCodeAt(start + 2)) &&
    isDigit(text.charCodeAt(start + 3)) &&
    text.charCodeAt(start + 4) === 0x2d
  );
}

const INVALID: DateResult = { type: 'local-date', id: 'invalid-date' };

/** Reads an offset date-time, local date-time, local date or local time and checks its fields. */
export function readDate(word: string): DateResult {
  if (word.charCodeAt(2) === COLON) return readTime(word, 0, 'local-time');
  if (word.length < 10 || !isDate(word)) return INVALID;
  if (word.length === 10) return { type: 'local-date' };
  const separator = word.charCodeAt(10);
  if (separator !== 0x20 && (separator | 0x20) !== 0x74) return INVALID;
  return readTime(word, 11, 'local-datetime');
}

function two(word: string, at: number): number {
  const high = word.charCodeAt(at);
  const low = word.charCodeAt(at + 1);
  return isDigit(high) && isDigit(low) ? (high - 0x30) * 10 + low - 0x30 : 100;
}

function isDate(word: string): boolean {
  if (word.charCodeAt(4) !== 0x2d || word.charCodeAt(7) !== 0x2d) return false;
  const century = two(word, 0);
  const rest = two(word, 2);
  const month = two(word, 5);
  const day = two(word, 8);
  if (century > 99 || rest > 99 || month < 1 || month > 12) return false;
  return day >= 1 && day <= daysIn(century * 100 + rest, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function readTime(word: string, start: number, local: 'local-time' | 'local-datetime'): DateResult {
  if (two(word, start) > 23 || word.charCodeAt(start + 2) !== COLON || two(word, start + 3) > 59)
    return INVALID;
  let at = start + 5;
  let short = true;
  if (word.charCodeAt(at) === COLON) {
    // RFC 3339 knows leap seconds.
    if (two(word, at + 1) > 60) return INVALID;
    short = false;
    at += 3;
    if (word.charCodeAt(at) === DOT) {
      const fraction = ++at;
      while (at < word.length && isDigit(word.charCodeAt(at))) at++;
      if (at === fraction) return INVALID;
    }
  }
  const type = at === word.length ? local : offsetType(word, at, local);
  if (type === undefined) return INVALID;
  return short ? { type, id: 'time-without-seconds' } : { type };
}

function offsetType(word: string, at: number, local: string): ScalarType | undefined {
  if (local === 'local-time') return undefined;
  const code = word.charCodeAt(at);
  if ((code | 0x20) === 0x7a) return word.length === at + 1 ? 'offset-datetime' : undefined;
  if ((code !== 0x2b && code !== 0x2d) || word.length !== at + 6) return undefined;
  if (two(word, at + 1) > 23 || word.charCodeAt(at + 3) !== COLON || two(word, at + 4) > 59) return undefined;
  return 'offset-datetime';
}
