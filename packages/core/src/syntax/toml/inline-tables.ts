import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET } from './chars.ts';
import { readKeyPath } from './keys.ts';
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
  reportUnclosed,
  skipJunk,
  strayCloser,
} from './reading.ts';
import { report } from './state.ts';
import { atLineEnd, skipBlanks, skipLines } from './trivia.ts';

export function stepTable(reading: Reading, frame: Frame): void {
  const { state } = reading;
  skipBlanks(state);
  const { at } = state;
  const hash = state.text.charCodeAt(at) === 0x23;
  let crossed = false;
  if (hash || atLineEnd(state)) {
    if (at >= state.end && !frame.crossed) {
      endLine(reading);
      return;
    }
    if (!reading.lenient || state.unclosedString) {
      endLine(reading);
      return;
    }
    crossed = skipLines(state);
    if (!frame.crossed) {
      frame.crossed = true;
      reading.openCrossed++;
      const message = 'An inline table must stand on one line, says TOML 1.0.';
      report(state, 'inline-table-newline', message, at, Math.min(at + 1, state.end));
    }
    if (state.at >= state.end) {
      abandon(reading);
      return;
    }
  }
  const code = state.text.charCodeAt(state.at);
  if (code === CLOSE_BRACE) {
    closeTable(reading, frame);
    return;
  }
  if (code === COMMA) {
    readComma(reading, frame);
    return;
  }
  if (code === CLOSE_BRACKET) {
    if (frame.crossed) reading.failed = true;
    strayCloser(reading, frame, 'array');
    return;
  }
  if (frame.afterItem) {
    if (crossed) reading.failed = true;
    else missingTableComma(reading, frame);
    return;
  }
  readPair(reading, frame);
}

/** A line ended inside inline tables that were to be closed on it. */
function endLine(reading: Reading): void {
  const { state, frames } = reading;
  if (reading.openCrossed > 0) {
    reading.failed = true;
    return;
  }
  let first = frames.length - 1;
  while (first > 0 && frames[first - 1]!.node.kind === 'table') first--;
  if (!state.unclosedString) reportUnclosed(reading, frames[first]!);
  const { end } = reading;
  while (frames.length > first) close(reading, end);
  if (first === 0) state.at = end;
  else frames[first - 1]!.broken = true;
}

function closeTable(reading: Reading, frame: Frame): void {
  const { state } = reading;
  if (!frame.afterItem && frame.comma !== -1 && !frame.broken) {
    const message = 'An inline table must not end with a comma, says TOML 1.0.';
    report(state, 'inline-table-trailing-comma', message, frame.comma, frame.comma + 1);
  }
  state.at++;
  close(reading, state.at);
}

function missingTableComma(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const { at } = state;
  if (!frame.broken) report(state, 'expected-comma', 'A comma is missing before this.', at, at + 1);
  if (looksLikeStatement(state.text, at) && state.text.charCodeAt(at) !== OPEN_BRACKET)
    frame.afterItem = false;
  else skipJunk(reading, frame);
}

function readPair(reading: Reading, frame: Frame): void {
  const { state } = reading;
  const start = state.at;
  const problems = state.problems.length;
  const key = readKeyPath(state);
  if (key === undefined || state.text.charCodeAt(state.at) !== EQUALS) {
    if (frame.crossed) {
      reading.failed = true;
      return;
    }
    if (state.problems.length === problems && !frame.broken) {
      const at = key === undefined ? start : state.at;
      const [id, message] =
        key === undefined
          ? ['expected-key', 'A key must stand here.']
          : ['expected-equals', 'A key must be followed by "=" and a value.'];
      report(state, id!, message!, at, Math.min(at + 1, state.end));
    }
    state.at = Math.max(state.at - 1, start);
    skipJunk(reading, frame);
    return;
  }
  state.at++;
  reading.end = state.at;
  frame.key = key;
  skipBlanks(state);
  const code = state.text.charCodeAt(state.at);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) {
    open(reading);
    return;
  }
  const value = readPlain(state, code);
  reading.end = Math.max(reading.end, state.at);
  deliver(reading, value);
}
