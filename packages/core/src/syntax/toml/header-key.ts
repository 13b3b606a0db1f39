import { CLOSE_BRACKET, OPEN_BRACKET } from './chars.ts';
import { type KeyPath, readKeyPath } from './keys.ts';
import { type ParserState, report } from './state.ts';
import { skipBlanks } from './trivia.ts';

/** Reads the name in a header, from behind its opening brackets; undefined when there is none (reported). */
export function readHeaderKey(state: ParserState, start: number): KeyPath | undefined {
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
