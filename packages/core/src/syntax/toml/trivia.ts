import { CR, HASH, isControl, LF, SPACE, TAB } from './chars.ts';
import { type ParserState, report } from './state.ts';

/** Skips spaces and tabs. */
export function skipBlanks(state: ParserState): void {
  const { text, end } = state;
  let at = state.at;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB) break;
    at++;
  }
  state.at = at;
}

/** Whether a line ends here: LF, CRLF or the end of the text. */
export function atLineEnd(state: ParserState): boolean {
  if (state.at >= state.end) return true;
  const code = state.text.charCodeAt(state.at);
  return code === LF || (code === CR && state.text.charCodeAt(state.at + 1) === LF);
}

/** The offset of the LF or CRLF that ends the line of `at`, or the end of the text. */
export function lineEnd(state: ParserState, at: number): number {
  if (at < state.lineFrom || at > state.lineFeed) {
    const found = state.text.indexOf('\n', at);
    state.lineFrom = at;
    state.lineFeed = found === -1 ? state.end : found;
  }
  const lf = state.lineFeed;
  if (lf === state.end) return lf;
  return lf > at && state.text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
}

/** Reads a comment up to the end of its line. */
export function readComment(state: ParserState, ownLine: boolean): void {
  const { text, end } = state;
  const start = state.at;
  let at = start + 1;
  let faulty = false;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < SPACE && code !== TAB) {
      if (code === LF || (code === CR && text.charCodeAt(at + 1) === LF)) break;
      faulty = true;
    } else if (code === 0x7f) faulty = true;
    at++;
  }
  state.at = at;
  state.comments.push({ span: { start, end: at }, ownLine });
  if (faulty) reportControls(state, start, at, 'a comment');
}

/**
 * Skips white space, line ends and comments, as arrays allow them.
 * @returns whether a line end was crossed.
 */
export function skipLines(state: ParserState): boolean {
  let crossed = false;
  for (;;) {
    skipBlanks(state);
    if (state.at >= state.end) return crossed;
    const code = state.text.charCodeAt(state.at);
    if (code === HASH) readComment(state, crossed);
    else if (code === LF) {
      state.at++;
      crossed = true;
    } else if (code === CR) {
      if (state.text.charCodeAt(state.at + 1) !== LF) reportBareReturn(state);
      state.at++;
      crossed = true;
    } else return crossed;
  }
}

export function reportBareReturn(state: ParserState): void {
  report(
    state,
    'bare-carriage-return',
    'A carriage return must be followed by a line feed.',
    state.at,
    state.at + 1,
  );
}

/** Reports the first forbidden character between two offsets (one problem a string or comment is enough). */
export function reportControls(state: ParserState, start: number, end: number, where: string): void {
  for (let at = start; at < end; at++) {
    const code = state.text.charCodeAt(at);
    if (code === CR && state.text.charCodeAt(at + 1) !== LF) {
      report(state, 'bare-carriage-return', `A carriage return stands alone in ${where}.`, at, at + 1);
      return;
    }
    if (isControl(code)) {
      const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      report(
        state,
        'control-character',
        `The control character ${name} is not allowed in ${where}.`,
        at,
        at + 1,
      );
      return;
    }
  }
}
