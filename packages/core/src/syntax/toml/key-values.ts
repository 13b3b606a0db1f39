import {
  CLOSE_BRACKET,
  COLON,
  CR,
  EQUALS,
  HASH,
  isWordEnd,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TAB,
} from './chars.ts';
import { type DocumentState, endStatement, junkEnd } from './document.ts';
import { type KeyPath, readKeyPath } from './keys.ts';
import { hasSyntaxFault } from './problems.ts';
import { type ParserState, quote, report } from './state.ts';
import { bindValue, type OpenValue } from './tables.ts';
import { atLineEnd, skipBlanks } from './trivia.ts';
import { readValue } from './values.ts';

export function readKeyValue(document: DocumentState): void {
  const { state, binder } = document;
  const start = state.at;
  const before = state.problems.length;
  let key = readKeyPath(state);
  if (key === undefined || state.text.charCodeAt(state.at) !== EQUALS) {
    key = recoverKey(document, key, start, before);
    if (key === undefined) return;
  } else state.at++;
  skipBlanks(state);
  const value = readValue(binder);
  const end = Math.max(value.span.end, start);
  finishKeyValue(document, key, value, start, end);
  endStatement(state, hasSyntaxFault(state.problems, before), 'value');
}

function finishKeyValue(
  document: DocumentState,
  key: KeyPath,
  value: OpenValue,
  start: number,
  end: number,
): void {
  const { binder, table, statements } = document;
  bindValue(binder, table, key, value, end);
  if (table.style !== 'root') {
    table.span.end = end;
    if (document.array !== undefined) document.array.span.end = end;
  }
  const { entries } = table;
  const own = entries[entries.length - 1]!;
  if (own.value === value && own.span.start === start) statements.push(own);
  else {
    const { path, spans } = key;
    statements.push({ kind: 'key-value', span: { start, end }, path, pathSpans: spans, table, value });
  }
}

/** No key, or no "=" behind it. Returns the key when a value can be read nonetheless. */
function recoverKey(
  document: DocumentState,
  key: KeyPath | undefined,
  start: number,
  before: number,
): KeyPath | undefined {
  const { state } = document;
  const { text, at } = state;
  if (state.problems.length > before) return skipStatement(document, start);
  const equals = equalsOnLine(state, at);
  if (equals === start) return skipNameless(document, start);
  if (equals !== -1) return wrongKey(state, start, equals);
  if (key === undefined) {
    const code = text.charCodeAt(start);
    report(
      state,
      'expected-key',
      `A key or table cannot start with ${quote(text[start]!)}.`,
      start,
      start + 1,
    );
    if (code === CLOSE_BRACKET) state.at = start + 1;
    return skipStatement(document, start);
  }
  const keyEnd = key.spans[key.spans.length - 1]!.end;
  const colon = text.charCodeAt(at) === COLON;
  if (colon) {
    state.at++;
    skipBlanks(state);
  }
  if (atLineEnd(state) || text.charCodeAt(state.at) === HASH) {
    report(
      state,
      'expected-equals',
      'A key must be followed by "=" and a value.',
      start,
      Math.max(at, keyEnd),
    );
    const end = state.at;
    finishKeyValue(document, key, { kind: 'missing', span: { start: keyEnd, end: keyEnd } }, start, keyEnd);
    state.at = end;
    endStatement(state, true, 'value');
    return undefined;
  }
  if (colon || startsValue(text, state.at)) {
    const message = colon ? 'TOML wants "=" and not ":" after a key.' : 'A "=" is missing after the key.';
    report(state, 'expected-equals', message, colon ? at : keyEnd, colon ? at + 1 : Math.max(at, keyEnd + 1));
    return key;
  }
  report(state, 'expected-equals', 'A key must be followed by "=" and a value.', start, keyEnd);
  return skipStatement(document, start);
}

function startsValue(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === QUOTE || code === 0x27 || code === OPEN_BRACKET || code === OPEN_BRACE) return true;
  if (text.startsWith('true', at)) return isWordEnd(text.charCodeAt(at + 4)) || at + 4 === text.length;
  if (text.startsWith('false', at)) return isWordEnd(text.charCodeAt(at + 5)) || at + 5 === text.length;
  return false;
}

/** The "=" on this line behind what may be a badly written key, or -1. */
function equalsOnLine(state: ParserState, start: number): number {
  const { text, end } = state;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === EQUALS) return at;
    if (code === LF || code === CR || code === HASH || code === QUOTE || code === 0x27) return -1;
    if (code === OPEN_BRACKET || code === OPEN_BRACE) return -1;
  }
  return -1;
}

/** A key with characters that need quotes: taken as one key, so that the value is still read. */
function wrongKey(state: ParserState, start: number, equals: number): KeyPath {
  const { text } = state;
  let end = equals;
  while (end > start && (text.charCodeAt(end - 1) === SPACE || text.charCodeAt(end - 1) === TAB)) end--;
  const written = text.slice(start, end);
  report(
    state,
    'invalid-key',
    `${quote(written)} is not a key; a key with such characters needs quotes.`,
    start,
    end,
  );
  state.at = equals + 1;
  return { path: [written], spans: [{ start, end }] };
}

/** A line that starts with "=": the value belongs to nothing, but may span lines. */
function skipNameless(document: DocumentState, start: number): undefined {
  const { state, binder } = document;
  report(state, 'expected-key', 'A key is missing before the "=".', start, start + 1);
  const reported = state.problems.length;
  state.at = start + 1;
  skipBlanks(state);
  readValue(binder);
  state.problems.length = reported;
  return skipStatement(document, start);
}

/** Gives up on the rest of the line. The fault is reported already. */
function skipStatement(document: DocumentState, start: number): undefined {
  const { state, statements, table } = document;
  const end = junkEnd(state);
  statements.push({
    kind: 'error',
    span: { start, end: Math.max(end, start) },
    path: [],
    pathSpans: [],
    table,
  });
  state.at = end;
  endStatement(state, true, 'value');
  return undefined;
}
