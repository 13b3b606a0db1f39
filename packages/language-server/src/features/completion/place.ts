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
      /** Whether a comma has to part it from what follows. */
      readonly comma?: boolean;
    }
  | {
      readonly kind: 'value';
      readonly shape: Shape;
      readonly replace: Span;
      readonly quoted: boolean;
      /** Where it is the key of a map, a scope or a short name. */
      readonly asKey?: {
        readonly hasValue: boolean;
        /** Keys that the map has already. */
        readonly present: ReadonlySet<string>;
      };
      /** Whether a comma has to part it from what follows. */
      readonly comma?: boolean;
    }
  | { readonly kind: 'header'; readonly replace: Span }
  /** A new item of a list in YAML: `dash` where its dash is to be written too. */
  | { readonly kind: 'item'; readonly item: Shape; readonly replace: Span; readonly dash: boolean };

/** A whole string at the beginning of a text; empty where none begins or it does not end on its line. */
export function stringAt(text: string): string {
  return /^(["'])(?:(?!\1)[^\r\n])*\1/.exec(text)?.[0] ?? '';
}
