import { CR, HASH, SPACE, TAB } from './chars.ts';
import { type ParserState, quote, report } from './state.ts';
import type { StatementLog } from './statements.ts';
import type { Binder, OpenArray, OpenTable } from './tables.ts';
import { atLineEnd, lineEnd, readComment, reportBareReturn, skipBlanks } from './trivia.ts';

/** What the statements of a document share. */
export interface DocumentState {
  readonly state: ParserState;
  readonly binder: Binder;
  readonly root: OpenTable;
  readonly statements: StatementLog;
  /** The table in which the next key/value line stands. */
  table: OpenTable;
  /** The array of the element that `table` is, whose extent grows with it. */
  array: OpenArray | undefined;
}

/** The end of what stands on the line, without a trailing comment and white space. */
export function junkEnd(state: ParserState): number {
  const { text } = state;
  const limit = lineEnd(state, state.at);
  let end = state.at;
  for (let at = state.at; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === CR || (code === HASH && (end < at || at === state.at))) break;
    if (code !== SPACE && code !== TAB) end = at + 1;
  }
  return end;
}

/** Expects nothing more on the line but a comment. `faulty`: the statement has a problem; what follows is part of it. */
export function endStatement(state: ParserState, faulty: boolean, after: 'value' | 'header'): void {
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
