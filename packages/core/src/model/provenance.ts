import type { Span } from '../text/span.ts';

/** A value together with where it stands in its document. */
export interface Located<T> {
  readonly value: T;
  /** The value itself (quotes included). */
  readonly span: Span;
  /** The key that holds it, where there is one. */
  readonly keySpan?: Span;
}

/** A place in a named file of a snapshot. */
export interface Origin {
  /** Path as the snapshot names the file. */
  readonly path: string;
  readonly span: Span;
}
