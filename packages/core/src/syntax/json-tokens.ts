import { jsonScanner } from './json-scan.ts';
import type { Token, TokenKind } from './tree.ts';

const kinds: ReadonlyMap<string, TokenKind> = new Map([
  ['keyword', 'scalar'],
  ['string', 'scalar'],
  ['number', 'scalar'],
  ['comment', 'comment'],
  ['newline', 'newline'],
  ['whitespace', 'whitespace'],
  ['word', 'error'],
]);

/** The tokens of JSON text; concatenated they are the text. */
export function jsonTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  if (start > 0) tokens.push({ kind: 'bom', span: { start: 0, end: 1 } });
  const next = jsonScanner(text, start);
  let lastText = -1;
  for (let token = next(); token.kind !== 'end'; token = next()) {
    if (token.kind === 'colon' && lastText >= 0) tokens[lastText] = { ...tokens[lastText]!, kind: 'key' };
    const kind = kinds.get(token.kind) ?? 'punctuation';
    if (kind === 'scalar' || kind === 'error') lastText = tokens.length;
    else if (kind === 'punctuation') lastText = -1;
    tokens.push({ kind, span: { start: token.start, end: token.end } });
  }
  return tokens;
}
