import { stepArray } from './arrays.ts';
import { APOSTROPHE, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './chars.ts';
import { stepTable } from './inline-tables.ts';
import { open, type Reading } from './reading.ts';
import { readString } from './strings.ts';
import type { Binder, OpenValue } from './tables.ts';
import { readWord } from './words.ts';

/** Reads any value; the next character is its first. */
export function readValue(binder: Binder): OpenValue {
  const { state } = binder;
  const code = state.text.charCodeAt(state.at);
  if (code === QUOTE || code === APOSTROPHE) return readString(state);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) return readContainer(binder);
  return readWord(state, false);
}

/**
 * Reads an array or inline table. An inline table with a line end in it is either one of TOML 1.1 or it was never
 * closed: it is read as the former, and again as the latter when that leads nowhere. The second reading is skipped
 * for what the failed first one had covered, so every character is read twice at most.
 */
function readContainer(binder: Binder): OpenValue {
  const { state } = binder;
  const { at } = state;
  const lenient = at >= state.strictBefore;
  const problems = state.problems.length;
  const comments = state.comments.length;
  const value = runReading(binder, lenient);
  if (value !== undefined) return value;
  state.strictBefore = state.at;
  state.at = at;
  state.problems.length = problems;
  state.comments.length = comments;
  return runReading(binder, false)!;
}

function runReading(binder: Binder, lenient: boolean): OpenValue | undefined {
  const { state } = binder;
  const reading: Reading = {
    state,
    binder,
    frames: [],
    lenient,
    end: state.at,
    result: undefined,
    failed: false,
    openTables: 0,
    openCrossed: 0,
  };
  state.unclosedString = false;
  open(reading);
  while (reading.frames.length > 0 && !reading.failed) {
    const frame = reading.frames[reading.frames.length - 1]!;
    if (frame.node.kind === 'array') stepArray(reading, frame);
    else stepTable(reading, frame);
  }
  return reading.failed ? undefined : reading.result;
}
