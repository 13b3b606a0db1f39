import { CST, Lexer } from 'yaml';
import type { Comment, Token, TokenKind } from './tree.ts';

const kinds: ReadonlyMap<string, TokenKind> = new Map([
  ['byte-order-mark', 'bom'],
  ['space', 'whitespace'],
  ['comment', 'comment'],
  ['newline', 'newline'],
  ['alias', 'scalar'],
  ['scalar', 'scalar'],
  ['single-quoted-scalar', 'scalar'],
  ['double-quoted-scalar', 'scalar'],
]);

/** The tokens of YAML text; concatenated they are the text. */
export function yamlTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let scalarNext = false;
  let lastScalar = -1;
  for (const lexeme of new Lexer().lex(text)) {
    if (!scalarNext && (lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END)) continue;
    if (!scalarNext && lexeme === CST.SCALAR) {
      scalarNext = true;
      continue;
    }
    const type = scalarNext ? 'scalar' : CST.tokenType(lexeme);
    scalarNext = false;
    if (lexeme === '') continue;
    const kind = type === null ? 'error' : (kinds.get(type) ?? 'punctuation');
    if (type === 'map-value-ind' && lastScalar >= 0)
      tokens[lastScalar] = { ...tokens[lastScalar]!, kind: 'key' };
    if (kind === 'scalar') lastScalar = tokens.length;
    else if (kind !== 'whitespace') lastScalar = -1;
    tokens.push({ kind, span: { start: at, end: at + lexeme.length } });
    at += lexeme.length;
  }
  return tokens;
}

/** The comments of YAML text, in document order. */
export function yamlComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  if (!text.includes('#')) return comments;
  let lineStart = true;
  for (const { kind, span } of yamlTokens(text)) {
    if (kind === 'comment') comments.push({ span, ownLine: lineStart });
    // A block scalar ends with its line.
    if (kind === 'newline' || kind === 'scalar') lineStart = text[span.end - 1] === '\n';
    else if (kind !== 'whitespace' && kind !== 'bom') lineStart = false;
  }
  return comments;
}
