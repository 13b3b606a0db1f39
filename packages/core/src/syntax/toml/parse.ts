import { remembered } from '../../text/remembered.ts';
import type { SourceText } from '../../text/source.ts';
import type { SyntaxProblem, SyntaxTree } from '../tree.ts';
import { CR, HASH, LF, OPEN_BRACKET } from './chars.ts';
import type { DocumentState } from './document.ts';
import { readHeader } from './headers.ts';
import { readKeyValue } from './key-values.ts';
import { addSurrogateProblems, sortProblems } from './problems.ts';
import { parserState } from './state.ts';
import { hasRegularLog, lazyStatements, type StatementLog } from './statements.ts';
import { type Binder, openTable } from './tables.ts';
import { readComment, reportBareReturn, skipBlanks } from './trivia.ts';

/**
 * Reads TOML 1.0. Never fails: a fault becomes a problem at its place, and the rest is read as far as it makes sense.
 * Forms of TOML 1.1 are read with their meaning, and reported (`inline-table-newline`, `inline-table-trailing-comma`,
 * `escape-of-toml-1-1`, `time-without-seconds`).
 */
export function parseToml(source: SourceText): SyntaxTree {
  const state = parserState(source);
  const binder: Binder = { state, first: new Map(), latest: new Map() };
  const root = openTable('root', { start: 0, end: state.end });
  const log: StatementLog = [];
  readDocument({ state, binder, root, statements: log, table: root, array: undefined });
  const problems: SyntaxProblem[] = addSurrogateProblems(source.text, sortProblems(state.problems));
  const { comments } = state;
  const statements = lazyStatements(source, root, () => log);
  const tree: SyntaxTree = {
    format: 'toml',
    source,
    root,
    documents: [root],
    problems,
    comments,
    get statements() {
      return statements();
    },
  };
  if (problems.length === 0) regular.set(tree, () => hasRegularLog(log));
  if (!state.hasWords) wordless.add(tree);
  return tree;
}

/** Trees without a problem, with the question whether every statement stands in them as an entry or a table. */
const regular = remembered<SyntaxTree, () => boolean>();

/** Whether the tree has no problem and no dotted key, so that parts of it can be taken over into another. */
export function isRegular(tree: SyntaxTree): boolean {
  return regular.get(tree)?.() ?? false;
}

const wordless = new WeakSet<SyntaxTree>();

/** Whether all values are strings, booleans, arrays and tables, as in nearly every file. */
export function hasNoNumbers(tree: SyntaxTree): boolean {
  return wordless.has(tree);
}

/** Notes of a tree that was put together of parts of others, all regular, that it is regular too. */
export function asRegular(tree: SyntaxTree, parts: readonly SyntaxTree[]): SyntaxTree {
  regular.set(tree, () => true);
  if (parts.every(hasNoNumbers)) wordless.add(tree);
  return tree;
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
