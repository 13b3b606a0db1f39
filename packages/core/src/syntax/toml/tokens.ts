import type { Span } from '../../text/span.ts';
import type { Entry, Statement, SyntaxTree, TableNode, Token, TokenKind, ValueNode } from '../tree.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  CR,
  DOT,
  EQUALS,
  isBare,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  SPACE,
  TAB,
} from './chars.ts';

/** The tokens of a TOML tree: keys, values and comments from the tree, the rest from the text between them. */
export function tomlTokens(tree: SyntaxTree): readonly Token[] {
  const { text } = tree.source;
  const out: Token[] = [];
  let at = 0;
  if (text.charCodeAt(0) === 0xfeff) {
    out.push({ kind: 'bom', span: { start: 0, end: 1 } });
    at = 1;
  }
  for (const leaf of leaves(tree)) {
    if (leaf.span.start < at || leaf.span.end === leaf.span.start) continue;
    fillGap(text, at, leaf.span.start, out);
    out.push(leaf);
    at = leaf.span.end;
  }
  fillGap(text, at, text.length, out);
  return out;
}

/** Keys, scalars, unreadable values and comments in document order. */
function leaves(tree: SyntaxTree): readonly Token[] {
  const found: Token[] = [];
  for (const statement of tree.statements) addStatement(statement, found);
  for (const { span } of tree.comments) found.push({ kind: 'comment', span });
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function addStatement(statement: Statement, found: Token[]): void {
  for (const span of statement.pathSpans) found.push({ kind: 'key', span });
  if (statement.value !== undefined) addValue(statement.value, found);
}

/** The order does not matter: the caller sorts. */
function addValue(value: ValueNode, found: Token[]): void {
  const pending: ValueNode[] = [value];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'scalar') found.push({ kind: 'scalar', span: node.span });
    else if (node.kind === 'missing') found.push({ kind: 'error', span: node.span });
    else if (node.kind === 'array') for (const item of node.items) pending.push(item);
    else addEntries(node, found, pending);
  }
}

function addEntries(table: TableNode, found: Token[], pending: ValueNode[]): void {
  let previous: Span | undefined;
  for (const entry of table.entries as readonly Entry[]) {
    if (entry.keySpan !== previous) found.push({ kind: 'key', span: entry.keySpan });
    previous = entry.keySpan;
    pending.push(entry.value);
  }
}

function fillGap(text: string, start: number, end: number, out: Token[]): void {
  for (let at = start; at < end; ) {
    const kind = kindAt(text, at);
    let next = at + 1;
    if (kind === 'newline') next = text.charCodeAt(at) === CR ? at + 2 : at + 1;
    else if (kind !== 'punctuation') while (next < end && kindAt(text, next) === kind) next++;
    out.push({ kind, span: { start: at, end: Math.min(next, end) } });
    at = next;
  }
}

function kindAt(text: string, at: number): TokenKind {
  switch (text.charCodeAt(at)) {
    case SPACE:
    case TAB:
      return 'whitespace';
    case LF:
      return 'newline';
    case CR:
      return text.charCodeAt(at + 1) === LF ? 'newline' : 'error';
    case EQUALS:
    case COMMA:
    case DOT:
    case OPEN_BRACKET:
    case CLOSE_BRACKET:
    case OPEN_BRACE:
    case CLOSE_BRACE:
      return 'punctuation';
    default:
      // Only the first of the keys that share a dotted prefix inside `{}` is in the tree.
      return isBare(text.charCodeAt(at)) ? 'key' : 'error';
  }
}
