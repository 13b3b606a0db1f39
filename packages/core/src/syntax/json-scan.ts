import { createScanner, type ScanError, type SyntaxKind } from 'jsonc-parser';

/** What a piece of JSON text is. `word` is anything that JSON does not know. */
type JsonKind =
  | 'open-brace'
  | 'close-brace'
  | 'open-bracket'
  | 'close-bracket'
  | 'comma'
  | 'colon'
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'
  | 'newline'
  | 'whitespace'
  | 'word'
  | 'end';

/** One piece of the text. */
export interface JsonToken {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
  /** Strings: the decoded text. Everything else: the text itself, where the scanner keeps it. */
  readonly value: string;
  /** Strings, comments and numbers that end too early. */
  readonly unfinished: boolean;
}

// The library's enums exist for the type checker only; these are their values.
const kinds: ReadonlyMap<SyntaxKind, JsonKind> = new Map([
  [1, 'open-brace'],
  [2, 'close-brace'],
  [3, 'open-bracket'],
  [4, 'close-bracket'],
  [5, 'comma'],
  [6, 'colon'],
  [7, 'keyword'],
  [8, 'keyword'],
  [9, 'keyword'],
  [10, 'string'],
  [11, 'number'],
  [12, 'comment'],
  [13, 'comment'],
  [14, 'newline'],
  [15, 'whitespace'],
  [16, 'word'],
  [17, 'end'],
]);
const unfinishedErrors: ReadonlySet<ScanError> = new Set([1, 2, 3]);

/** Reads the text piece by piece from `start` on, white space and comments included. After the end it stays there. */
export function jsonScanner(text: string, start: number): () => JsonToken {
  const scanner = createScanner(text, false);
  scanner.setPosition(start);
  return () => {
    const kind = kinds.get(scanner.scan()) ?? 'word';
    const offset = scanner.getTokenOffset();
    return {
      kind,
      start: offset,
      end: Math.min(offset + scanner.getTokenLength(), text.length),
      value: scanner.getTokenValue(),
      unfinished: unfinishedErrors.has(scanner.getTokenError()),
    };
  };
}
