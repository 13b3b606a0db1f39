import type { SourceText } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import type { Statement, SyntaxProblem, SyntaxTree } from '../tree.ts';
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
import { readValue } from './containers.ts';
import { type KeyPath, readKeyPath } from './keys.ts';
import { addSurrogateProblems, sortProblems } from './problems.ts';
import { type ParserState, parserState, quote, report } from './state.ts';
import {
  type Binder,
  bindElement,
  bindHeader,
  bindValue,
  detachedTable,
  type OpenArray,
  type OpenTable,
  type OpenValue,
  openTable,
} from './tables.ts';
import { atLineEnd, lineEnd, readComment, reportBareReturn, skipBlanks } from './trivia.ts';

/** What the statements of a document share. */
interface DocumentState {
  readonly state: ParserState;
  readonly binder: Binder;
  readonly root: OpenTable;
  readonly statements: Statement[];
  /** The table in which the next key/value line stands. */
  table: OpenTable;
  /** The array of the element that `table` is, whose extent grows with it. */
  array: OpenArray | undefined;
}

/**
 * Reads TOML 1.0. Never fails: a fault becomes a problem at its place, and the rest is read as far as it makes sense.
 * Forms of TOML 1.1 are read with their meaning, and reported (`inline-table-newline`, `inline-table-trailing-comma`,
 * `escape-of-toml-1-1`, `time-without-seconds`).
 */
export function parseToml(source: SourceText): SyntaxTree {
  const state = parserState(source);
  const binder: Binder = { state, first: new Map(), latest: new Map() };
  const root = openTable('root', { start: 0, end: state.end });
  const statements: Statement[] = [];
  readDocument({ state, binder, root, statements, table: root, array: undefined });
  const problems: SyntaxProblem[] = addSurrogateProblems(source.text, sortProblems(state.problems));
  const { comments } = state;
  return { format: 'toml', source, root, documents: [root], problems, comments, statements };
}

function readDocument(document: DocumentState): void {
  const { state } = document;
  if (state.text.charCodeAt(0) === 0xfeff) state.at = 1;
  for (;;) {
    skipBlanks(state);
    if (state.at >= state.end) return;
    const code = state.text.charCodeAt(state.at);
    if (code === LF) state.at++;
    else if (code === CR) {
      if (state.text.charCodeAt(state.at + 1) !== LF) reportBareReturn(state);
      state.at++;
    } else if (code === HASH) readComment(state, true);
    else if (code === OPEN_BRACKET) readHeader(document);
    else readKeyValue(document);
  }
}

function readKeyValue(document: DocumentState): void {
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
  endStatement(state, state.problems.length > before && value.kind !== 'table', 'value');
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
  const span: Span = own.value === value && own.span.start === start ? own.span : { start, end };
  statements.push({
    kind: 'key-value',
    span,
    path: key.path,
    pathSpans: key.spans,
    table,
    value,
  });
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

/** The end of what stands on the line, without a trailing comment and white space. */
function junkEnd(state: ParserState): number {
  const { text } = state;
  const limit = lineEnd(state, state.at);
  let end = state.at;
  for (let at = state.at; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === CR || (code === HASH && end < at)) break;
    if (code !== SPACE && code !== TAB) end = at + 1;
  }
  return end;
}

/** Expects nothing more on the line but a comment. `faulty`: the statement has a problem; what follows is part of it. */
function endStatement(state: ParserState, faulty: boolean, after: 'value' | 'header'): void {
  skipBlanks(state);
  if (atLineEnd(state)) return;
  const { at } = state;
  const code = state.text.charCodeAt(at);
  if (code === HASH) {
    readComment(state, false);
    return;
  }
  if (code === CR) {
    reportBareReturn(state);
    state.at++;
    return;
  }
  const end = Math.max(junkEnd(state), at + 1);
  if (!faulty) {
    const written = quote(state.text.slice(at, end));
    report(
      state,
      `text-after-${after}`,
      `${written} stands behind the ${after}; a new line is needed.`,
      at,
      end,
    );
  }
  state.at = end;
  skipBlanks(state);
  if (state.at < state.end && state.text.charCodeAt(state.at) === HASH) readComment(state, false);
}

function readHeader(document: DocumentState): void {
  const { state, binder, root, statements } = document;
  const { text, at: start } = state;
  const before = state.problems.length;
  const isElement = text.charCodeAt(start + 1) === OPEN_BRACKET;
  state.at = start + (isElement ? 2 : 1);
  const key = readHeaderKey(state, start);
  if (key === undefined) {
    openDetached(document, start);
    return;
  }
  const headerSpan = closeHeader(state, start, isElement, key);
  if (isElement) {
    const { table, array } = bindElement(binder, root, key, headerSpan);
    document.table = table;
    document.array = array;
  } else {
    document.table = bindHeader(binder, root, key, headerSpan);
    document.array = undefined;
  }
  const kind = isElement ? 'array-header' : 'header';
  statements.push({ kind, span: headerSpan, path: key.path, pathSpans: key.spans, table: document.table });
  endStatement(state, state.problems.length > before, 'header');
}

function readHeaderKey(state: ParserState, start: number): KeyPath | undefined {
  const { text } = state;
  const before = state.problems.length;
  skipBlanks(state);
  // `[ [a] ]` is no array header; it is read as one nonetheless once reported.
  if (text.charCodeAt(state.at) === OPEN_BRACKET) {
    report(state, 'invalid-header', 'Brackets of a table header must not be apart.', start, state.at + 1);
    state.at++;
    skipBlanks(state);
  }
  const at = state.at;
  const key = readKeyPath(state);
  if (key !== undefined) return key;
  if (state.problems.length > before) return undefined;
  const [id, message] =
    text.charCodeAt(at) === CLOSE_BRACKET
      ? ['empty-header', 'A table header needs a name.']
      : ['invalid-header', 'A table name must stand here.'];
  report(state, id!, message!, start, Math.min(Math.max(at + 1, start + 1), state.end));
  return undefined;
}

/** Reads the closing brackets; what is missing or in the way is reported once. */
function closeHeader(state: ParserState, start: number, isElement: boolean, key: KeyPath): Span {
  const { text, at } = state;
  const wanted = isElement ? ']]' : ']';
  if (text.startsWith(wanted, at)) {
    state.at = at + wanted.length;
    return { start, end: state.at };
  }
  const keyEnd = key.spans[key.spans.length - 1]!.end;
  const end = Math.max(junkEnd(state), keyEnd);
  const rest = text.slice(at, end);
  const id = rest === '' || rest === ']' ? 'unclosed-header' : 'invalid-header';
  const message =
    id === 'unclosed-header'
      ? `The table header lacks its closing ${quote(wanted)}.`
      : `${quote(rest)} must not stand in a table header.`;
  report(state, id, message, id === 'unclosed-header' ? start : at, Math.max(end, keyEnd));
  state.at = end;
  return { start, end };
}

/** A header whose name is unknown: what stands under it is kept apart, so that it is not taken for another table's. */
function openDetached(document: DocumentState, start: number): void {
  const { state, statements } = document;
  const end = Math.max(junkEnd(state), start + 1);
  const span: Span = { start, end };
  document.table = detachedTable(span);
  document.array = undefined;
  statements.push({ kind: 'error', span, path: [], pathSpans: [], table: document.table });
  state.at = end;
  endStatement(state, true, 'header');
}
