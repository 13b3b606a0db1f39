import type { Span } from '@mirrorwright/core';

/** Something that stands somewhere in the policy. */
interface Standing {
  readonly span?: Span | undefined;
}

interface Around<T> {
  readonly item: T;
  readonly span: Span;
  /** The smallest one that holds it. */
  readonly outer: Around<T> | null;
}

const sorted = new WeakMap<readonly Standing[], readonly Around<Standing>[]>();

/**
 * The item with the smallest span around a place. Spans of a document hold each other or lie apart; of those that are
 * equal the first item is taken.
 */
export function smallestAround<T extends Standing>(items: readonly T[], place: Span): T | undefined {
  let all = sorted.get(items);
  if (all === undefined) {
    all = nested(items);
    sorted.set(items, all);
  }
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.span.start <= place.start) low = middle + 1;
    else high = middle;
  }
  let at: Around<Standing> | null = all[low - 1] ?? null;
  while (at !== null && at.span.end < place.end) at = at.outer;
  return at === null ? undefined : (at.item as T);
}

function nested(items: readonly Standing[]): readonly Around<Standing>[] {
  const spans = items.flatMap((item, index) =>
    item.span === undefined ? [] : [{ item, span: item.span, index }],
  );
  // outer ones first; of equal ones the first item last, so that it is the innermost
  spans.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end || b.index - a.index);
  const found: Around<Standing>[] = [];
  let open: Around<Standing> | null = null;
  for (const { item, span } of spans) {
    while (open !== null && open.span.end < span.end) open = open.outer;
    open = { item, span, outer: open };
    found.push(open);
  }
  return found;
}
