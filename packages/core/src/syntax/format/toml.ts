import type { TextEdit } from '../../text/edit.ts';
import { tokens } from '../tokens.ts';
import type { Statement, SyntaxTree, Token } from '../tree.ts';
import { type GapPlace, gapFor } from './gaps.ts';

export interface FormatOptions {
  /** One level of indentation inside lists that span lines; default two spaces. */
  readonly indent?: string;
}

/** Faults of meaning: what is written can be read, so that its layout can be told. */
const readable: ReadonlySet<string> = new Set(['duplicate-key', 'key-conflict']);

/**
 * The edits that lay a TOML text out evenly: no indentation outside lists, one space around `=`, a blank line above each
 * header, never two of them, one line end at the end. Only white space between words changes: comments, order, quotes and
 * values stay. Lists keep their lines. A text with a fault of syntax is left alone. Formatting twice changes nothing.
 */
export function formatToml(tree: SyntaxTree, options: FormatOptions = {}): readonly TextEdit[] {
  if (tree.format !== 'toml' || tree.problems.some(({ id }) => !readable.has(id))) return [];
  const { text } = tree.source;
  const words = tokens(tree).filter(({ kind }) => kind !== 'whitespace' && kind !== 'newline');
  if (words.some(({ kind }) => kind === 'error')) return [];
  const line = /\r\n/.test(text) ? '\r\n' : '\n';
  const walk = placeReader(tree, text);
  const edits: TextEdit[] = [];
  let before: Token | undefined;
  for (const word of [...words, undefined]) {
    const span = { start: before?.span.end ?? 0, end: word?.span.start ?? text.length };
    const written = text.slice(span.start, span.end);
    const wanted = gapFor(walk(before, word, written), { line, indent: options.indent ?? '  ' });
    if (wanted !== written) edits.push({ span, newText: wanted });
    before = word;
  }
  return edits;
}

/** Follows the words of a text and says of each gap between two of them where it is. */
function placeReader(
  tree: SyntaxTree,
  text: string,
): (before: Token | undefined, after: Token | undefined, written: string) => GapPlace {
  const open: string[] = [];
  let next = 0;
  let statement: Statement | undefined;
  let trails = false;
  const mark = (token: Token | undefined): string => {
    if (token === undefined) return '';
    return token.kind === 'punctuation' ? text[token.span.start]! : token.kind;
  };
  return (before, after, written) => {
    const from = before?.kind === 'comment' && trails ? 'trailing comment' : mark(before);
    trails = before !== undefined && after?.kind === 'comment' && !written.includes('\n');
    const inHeader =
      before !== undefined && statement !== undefined && isHeader(statement) && inside(statement, before);
    if (!inHeader) {
      if (from === '[' || from === '{') open.push(from);
      if (from === ']' || from === '}') open.pop();
    }
    const following = tree.statements[next];
    const starts = after !== undefined && following !== undefined && after.span.start >= following.span.start;
    if (starts && open.length === 0 && after.kind !== 'comment') {
      statement = following;
      next++;
      return { kind: 'statement', from, written, header: isHeader(following) };
    }
    if (inHeader && after !== undefined && after.span.end <= statement!.span.end) return { kind: 'header' };
    return { kind: 'within', from, to: mark(after), written, open, ends: after === undefined };
  };
}

function isHeader({ kind }: Statement): boolean {
  return kind === 'header' || kind === 'array-header';
}

function inside({ span }: Statement, token: Token): boolean {
  return token.span.start >= span.start && token.span.end <= span.end;
}
