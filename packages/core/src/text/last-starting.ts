import type { Span } from './span.ts';

/** Index of the last of some parts of a text, in their order, that starts at or before an offset; -1 when there is none. */
export function lastStarting(parts: readonly { readonly span: Span }[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
