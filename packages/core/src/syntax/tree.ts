import type { SourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/**
 * One small tree for TOML, YAML and JSON. It is lossless together with its source: every node knows its span,
 * and what lies between nodes (white space, comments, punctuation) is reachable through `tokens`.
 * Parsing never fails: faults become problems, and everything around them is still in the tree.
 */
export interface SyntaxTree {
  readonly format: SyntaxFormat;
  readonly source: SourceText;
  /** The document. A YAML stream has more of them in `documents`; `root` is then the first. */
  readonly root: ValueNode;
  readonly documents: readonly ValueNode[];
  readonly problems: readonly SyntaxProblem[];
  /** In document order. */
  readonly comments: readonly Comment[];
  /** TOML only: headers and key/value lines in document order, for edits and for "the next statement". */
  readonly statements: readonly Statement[];
}

export type SyntaxFormat = 'toml' | 'yaml' | 'json';

export interface Comment {
  /** From the comment mark to the end of the comment, the line ending excluded. */
  readonly span: Span;
  /** Whether nothing but white space stands before it on its line. */
  readonly ownLine: boolean;
}

export type ValueNode = TableNode | ArrayNode | ScalarNode | MissingNode;

/** A TOML table, YAML mapping or JSON object. Entries keep document order; duplicates stay, with a problem. */
export interface TableNode {
  readonly kind: 'table';
  readonly style: TableStyle;
  readonly entries: readonly Entry[];
  /** The whole extent. For a TOML header table: from the header to its last own key/value line. */
  readonly span: Span;
  /** `[a.b]` or `[[a.b]]` including brackets; only for the styles header and element. */
  readonly headerSpan?: Span;
}

/**
 * root: the document. header: `[a]`. element: one `[[a]]`. inline: `{}` (JSON object, YAML flow map too).
 * implicit: made by a longer header (`[a.b]` makes `a`). dotted: made by a dotted key. block: YAML block mapping.
 */
export type TableStyle = 'root' | 'header' | 'element' | 'inline' | 'implicit' | 'dotted' | 'block';

export interface Entry {
  /** The decoded key. Any string, `__proto__` and `constructor` included. */
  readonly key: string;
  /** The key as written, quotes included; for one part of a dotted key or header, that part. */
  readonly keySpan: Span;
  readonly value: ValueNode;
  /** From key to end of value. For header tables: the span of the value. */
  readonly span: Span;
}

export interface ArrayNode {
  readonly kind: 'array';
  /** tables: made by `[[a]]` headers. inline: `[ ]`, also YAML flow and JSON. block: YAML `- `. */
  readonly style: 'tables' | 'inline' | 'block';
  readonly items: readonly ValueNode[];
  readonly span: Span;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** Integers beyond 2^53 are bigint. Dates and times are their source text. null: YAML and JSON only. */
  readonly value: string | number | bigint | boolean | null;
  readonly style: 'basic' | 'literal' | 'multiline-basic' | 'multiline-literal' | 'plain' | 'bare';
  readonly span: Span;
}

export type ScalarType =
  | 'string'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'null'
  | 'offset-datetime'
  | 'local-datetime'
  | 'local-date'
  | 'local-time';

/** A value that should stand here and does not, or could not be read. It always comes with a problem. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly span: Span;
}

/** A TOML statement, in document order. */
export interface Statement {
  readonly kind: 'header' | 'array-header' | 'key-value' | 'error';
  /** Without leading indentation, trailing comment and line ending. */
  readonly span: Span;
  /** Decoded key path as written in this statement (not prefixed by the header it stands under). */
  readonly path: readonly string[];
  readonly pathSpans: readonly Span[];
  /** The table that a header opens, or in which a key/value line stands; for errors the table open at that place. */
  readonly table: TableNode;
  /** key-value only. */
  readonly value?: ValueNode;
}

/** A fault of syntax, with a stable id (kebab-case) that rules and tests refer to. */
export interface SyntaxProblem {
  readonly id: string;
  readonly message: string;
  readonly span: Span;
  /** Where the other half stands, e.g. the first definition of a duplicate key. */
  readonly related?: Span;
}

export type TokenKind =
  | 'whitespace'
  | 'newline'
  | 'comment'
  | 'bom'
  | 'key'
  | 'punctuation'
  | 'scalar'
  | 'error';

/** A piece of the text. The tokens of a tree, concatenated, give the text back byte for byte. */
export interface Token {
  readonly kind: TokenKind;
  readonly span: Span;
}

/** The first entry of that key, or undefined. */
export function entryOf(node: ValueNode | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'table') return undefined;
  return node.entries.find((entry) => entry.key === key);
}

/** The string value, or undefined when the node is anything else. */
export function stringOf(node: ValueNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type === 'string' ? (node.value as string) : undefined;
}
