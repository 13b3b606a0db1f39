import type { Shape, Span, TableShape } from '@mirrorwright/core';

/** What can be completed at a place, and which text is replaced by it. */
export type CompletionPlace =
  | {
      readonly kind: 'key';
      readonly table: TableShape;
      /** Keys that the table has already. */
      readonly present: ReadonlySet<string>;
      readonly replace: Span;
      /** Whether a value follows already, so that only the key is wanted. */
      readonly hasValue: boolean;
      /** Whether the key stands between quotes. */
      readonly quoted: boolean;
      /** Whether whole tables may be put here. */
      readonly blocks: boolean;
    }
  | {
      readonly kind: 'value';
      readonly shape: Shape;
      readonly replace: Span;
      readonly quoted: boolean;
      /** Whether it is the key of a map: a scope or a short name. */
      readonly asKey?: boolean;
    }
  | { readonly kind: 'header'; readonly replace: Span }
  /** A new item of a list in YAML: `dash` where its dash is to be written too. */
  | { readonly kind: 'item'; readonly item: Shape; readonly replace: Span; readonly dash: boolean };
