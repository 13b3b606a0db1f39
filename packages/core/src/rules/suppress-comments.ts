import type { Parsed } from '../dialects/document.ts';
import type { Comment } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { statementSpans } from './suppress-scope.ts';

/** One `# mirrorwright-ignore` comment. */
export interface Suppression {
  readonly path: string;
  /** The comment from its mark to its end. */
  readonly span: Span;
  /** Codes (or rule names) as written, with their places. */
  readonly codes: readonly { readonly text: string; readonly span: Span }[];
  /** Empty when none was given. */
  readonly reason: string;
  readonly wholeFile: boolean;
  /** What it covers; undefined when nothing follows it. */
  readonly covers: Span | undefined;
}

const mark = 'mirrorwright-ignore';
const fileMark = 'mirrorwright-ignore-file';

/**
 * The suppressions of a document, in document order.
 * `# mirrorwright-ignore MW201, MW202: reason` covers the next statement (a table header covers its own keys), or the
 * statement it trails. `# mirrorwright-ignore-file MW201: reason` covers the file.
 */
export function readSuppressions(document: Parsed): readonly Suppression[] {
  if (!document.source.text.includes(mark)) return [];
  const found = document.tree.comments
    .map((comment) => readComment(document, comment))
    .filter((suppression) => suppression !== undefined);
  if (found.length === 0) return [];
  const scope = statementSpans(document.tree);
  return found.map(({ suppression, comment }) => ({
    ...suppression,
    covers: suppression.wholeFile ? { start: 0, end: document.source.text.length } : scope(comment),
  }));
}

type Unplaced = Omit<Suppression, 'covers'>;

function readComment(
  document: Parsed,
  comment: Comment,
): { readonly suppression: Unplaced; readonly comment: Comment } | undefined {
  const text = document.source.slice(comment.span);
  const word = /^#+[ \t]*(mirrorwright-ignore(?:-file)?)(?=[ \t:]|$)/.exec(text);
  if (word === null) return undefined;
  const rest = text.slice(word[0].length);
  const colon = rest.indexOf(':');
  const list = colon === -1 ? rest : rest.slice(0, colon);
  const reason = colon === -1 ? '' : rest.slice(colon + 1).trim();
  const at = comment.span.start + word[0].length;
  const suppression = {
    path: document.path,
    span: comment.span,
    codes: readCodes(list, at),
    reason,
    wholeFile: word[1] === fileMark,
  };
  return { suppression, comment };
}

function readCodes(list: string, at: number): Suppression['codes'] {
  const codes: { text: string; span: Span }[] = [];
  let offset = 0;
  for (const part of list.split(',')) {
    const text = part.trim();
    const start = at + offset + (part.length - part.trimStart().length);
    if (text !== '') codes.push({ text, span: { start, end: start + text.length } });
    offset += part.length + 1;
  }
  return codes;
}
