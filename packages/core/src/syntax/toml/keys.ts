import type { Span } from '../../text/span.ts';
import { APOSTROPHE, DOT, isBare, QUOTE, SPACE, TAB } from './chars.ts';
import { type CachedKey, type ParserState, report } from './state.ts';
import { readLineString } from './strings.ts';
import { skipBlanks } from './trivia.ts';

/** A key as written: `a."b c".d`. */
export interface KeyPath {
  readonly path: readonly string[];
  readonly spans: readonly Span[];
}

/**
 * Reads a (dotted) key and the blanks behind it.
 * @returns undefined when no key starts here or a part of it cannot be read. Only the fault of a quoted part or an
 * empty part is reported here; the caller knows what was expected at the rest.
 */
export function readKeyPath(state: ParserState): KeyPath | undefined {
  const code = state.text.charCodeAt(state.at);
  const start = state.at;
  if (code !== QUOTE && code !== APOSTROPHE) {
    const cached = readBareKey(state);
    if (cached === undefined) return undefined;
    const span: Span = { start, end: state.at };
    if (isPathEnd(state)) return { path: cached.path, spans: [span] };
    return readRest(state, cached.key, span);
  }
  const key = readLineString(state, code);
  if (key === undefined) return undefined;
  const span: Span = { start, end: state.at };
  if (isPathEnd(state)) return { path: [key], spans: [span] };
  return readRest(state, key, span);
}

/** Skips blanks; whether no dot follows. */
function isPathEnd(state: ParserState): boolean {
  const code = state.text.charCodeAt(state.at);
  if (code === SPACE || code === TAB) skipBlanks(state);
  return state.text.charCodeAt(state.at) !== DOT;
}

function readRest(state: ParserState, firstKey: string, firstSpan: Span): KeyPath | undefined {
  const path = [firstKey];
  const spans = [firstSpan];
  while (state.text.charCodeAt(state.at) === DOT) {
    const dot = state.at;
    state.at++;
    skipBlanks(state);
    const start = state.at;
    const code = state.text.charCodeAt(start);
    let key: string | undefined;
    if (code === QUOTE || code === APOSTROPHE) {
      key = readLineString(state, code);
      if (key === undefined) return undefined;
    } else {
      key = readBareKey(state)?.key;
      if (key === undefined) {
        report(state, 'empty-key-part', 'A key must follow the dot.', dot, dot + 1);
        return undefined;
      }
    }
    path.push(key);
    spans.push({ start, end: state.at });
    skipBlanks(state);
  }
  return { path, spans };
}

function readBareKey(state: ParserState): CachedKey | undefined {
  const { text, end } = state;
  const start = state.at;
  let at = start;
  let hash = 0;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isBare(code)) break;
    hash = (hash * 31 + code) | 0;
  }
  if (at === start) return undefined;
  state.at = at;
  const slot = (hash ^ (hash >>> 9)) & 511;
  const cached = state.keyCache[slot];
  if (cached !== undefined && sameText(cached.key, text, start, at)) return cached;
  const key = text.slice(start, at);
  const made: CachedKey = { key, path: [key] };
  state.keyCache[slot] = made;
  return made;
}

function sameText(key: string, text: string, start: number, end: number): boolean {
  const { length } = key;
  if (length !== end - start) return false;
  for (let i = 0; i < length; i++) if (key.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
