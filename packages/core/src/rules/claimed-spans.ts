import type { Span } from '../text/span.ts';

/** Spans of one text that fixes have taken. Claims mostly come in document order, which makes them cheap. */
export interface ClaimedSpans {
  /**
   * Two insertions at one place, and two replacements side by side, leave each other alone. An insertion at the edge
   * of a replacement does not: which comes first would be a guess.
   */
  isFree(span: Span): boolean;
  claim(span: Span): void;
}

export function claimedSpans(): ClaimedSpans {
  const starts: number[] = [];
  const ends: number[] = [];
  const insertions: number[] = [];
  return {
    isFree: ({ start, end }) => {
      const at = firstFrom(starts, start);
      if (start === end) return !((ends[at - 1] ?? -1) >= start || starts[at] === start);
      if ((ends[at - 1] ?? -1) > start || (starts[at] ?? Infinity) < end) return false;
      return (insertions[firstFrom(insertions, start)] ?? Infinity) > end;
    },
    claim: ({ start, end }) => {
      if (start === end) {
        const at = firstFrom(insertions, start);
        if (insertions[at] !== start) insertions.splice(at, 0, start);
        return;
      }
      const at = firstFrom(starts, start);
      starts.splice(at, 0, start);
      ends.splice(at, 0, end);
    },
  };
}

/** Index of the first number that is at least `value`. */
function firstFrom(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
