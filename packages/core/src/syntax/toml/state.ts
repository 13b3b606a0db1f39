import type { SourceText } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import type { Comment, SyntaxProblem } from '../tree.ts';

/** Where the parser stands in the text, and what it has collected. One per parse; passed to every function. */
export interface ParserState {
  readonly source: SourceText;
  readonly text: string;
  /** The length of the text. */
  readonly end: number;
  /** The offset of the next unread character. */
  at: number;
  readonly problems: SyntaxProblem[];
  readonly comments: Comment[];
  /** Decoded bare keys seen before, by a hash of their characters: saves memory and comparisons. */
  readonly keyCache: (CachedKey | undefined)[];
  /** From here on the text is known to hold no closing `"""` (or `'''`): keeps the search linear. */
  noBasicCloserFrom: number;
  noLiteralCloserFrom: number;
  /** Whether the string read last had no end. Its closing brackets are then likely inside it. */
  unclosedString: boolean;
  /** From `lineFrom` on the next LF is at `lineFeed`: keeps lines that only bare CRs divide linear. */
  lineFrom: number;
  lineFeed: number;
  /** Reading a value in which inline tables may span lines (TOML 1.1) failed before this offset. */
  strictBefore: number;
  /** Whether a number, a date or something that is no value stands somewhere. */
  hasWords: boolean;
}

/** A key with the path of one part that statements share. */
export interface CachedKey {
  readonly key: string;
  readonly path: readonly string[];
}

export function parserState(source: SourceText): ParserState {
  const { text } = source;
  return {
    source,
    text,
    end: text.length,
    at: 0,
    problems: [],
    comments: [],
    keyCache: new Array<CachedKey | undefined>(512).fill(undefined),
    noBasicCloserFrom: text.length + 1,
    noLiteralCloserFrom: text.length + 1,
    unclosedString: false,
    lineFrom: 0,
    lineFeed: -1,
    strictBefore: 0,
    hasWords: false,
  };
}

/** Notes a problem. */
export function report(state: ParserState, id: string, message: string, start: number, end: number): void {
  state.problems.push({ id, message, span: { start, end } });
}

/** Notes a problem that has another half elsewhere. */
export function reportRelated(
  state: ParserState,
  id: string,
  message: string,
  span: Span,
  related: Span,
): void {
  state.problems.push({
    id,
    message,
    span: { start: span.start, end: span.end },
    related: { start: related.start, end: related.end },
  });
}

/** A short, printable quotation of what stands in the text. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  let shown = '';
  for (const char of short) {
    const code = char.codePointAt(0)!;
    const printable = code >= 0x20 && code !== 0x7f && (code < 0xd800 || code > 0xdfff);
    shown += printable ? char : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${shown}"`;
}
