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
import { looksLikeStatement } from './lookahead.ts';
import {
  abandon,
  close,
  deliver,
  type Frame,
  open,
  type Reading,
  readComma,
  readPlain,
  skipJunk,
  strayCloser,
} from './reading.ts';
import { type ParserState, report } from './state.ts';
import { lineEnd, skipBlanks, skipLines } from './trivia.ts';

export function stepArray(reading: Reading, frame: Frame): void {
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
