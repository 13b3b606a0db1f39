import type { Span } from '@mirrorwright/core';
import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/**
 * Between offsets and the positions of the protocol: lines and columns from 0, columns in UTF-16 units, lines ended by LF,
 * CRLF or CR. Positions outside of the text are moved into it.
 */
export interface Lines {
  readonly text: string;
  position(offset: number): Position;
  range(span: Span): Range;
  offset(position: Position): number;
  span(range: Range): Span;
}

/** The lines of a text that does not change. */
export function linesOf(text: string): Lines {
  const document = TextDocument.create('', '', 0, text);
  const position = (offset: number): Position => document.positionAt(offset);
  const offset = (place: Position): number => document.offsetAt(place);
  return {
    text,
    position,
    offset,
    range: ({ start, end }) => ({ start: position(start), end: position(end) }),
    span: ({ start, end }) => ({ start: offset(start), end: offset(end) }),
  };
}
