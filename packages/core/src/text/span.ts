/** A half-open range of UTF-16 offsets into one source text, a byte order mark included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place for people and editors: line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A span at the border of the program, with its line and column. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Whether `inner` lies within `outer`; the edges count as within. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
