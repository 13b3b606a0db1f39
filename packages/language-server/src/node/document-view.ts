import type { Origin, Parsed, Span } from '@mirrorwright/core';
import type { Location } from 'vscode-languageserver';
import type { JudgedNode } from './judged-node.ts';
import type { Lines } from './lines.ts';

/** A document as features see it: its text and tree, and the node that it is part of. */
export interface DocumentView {
  readonly uri: string;
  readonly languageId: string;
  readonly document: Parsed;
  readonly lines: Lines;
  readonly node: JudgedNode;
}

/** A place of the node for the client; undefined for places in files that the node does not have. */
export function locationOf({ node }: DocumentView, { path, span }: Origin): Location | undefined {
  const uri = node.uri(path);
  const lines = node.lines(path);
  return uri === undefined || lines === undefined ? undefined : { uri, range: lines.range(span) };
}

/** `FILE:LINE` for people, the line counting from 1. */
export function citation({ node }: DocumentView, { path, span }: Origin): string {
  const lines = node.lines(path);
  return lines === undefined ? path : `${path}:${lines.position(span.start).line + 1}`;
}

/** The text inside the quotes of a string as written, or all of it where there are none. */
export function withoutQuotes(text: string, { start, end }: Span): Span {
  const quote = text[start];
  if ((quote !== '"' && quote !== "'") || end - start < 2 || text[end - 1] !== quote) return { start, end };
  const triple = text.startsWith(quote.repeat(3), start) && end - start >= 6;
  return triple ? { start: start + 3, end: end - 3 } : { start: start + 1, end: end - 1 };
}
