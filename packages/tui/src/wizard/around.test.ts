import { describe, expect, it } from 'vitest';
import { smallestAround } from './around.ts';

const span = (start: number, end: number) => ({ span: { start, end } });

describe('the smallest item around a place', () => {
  it('is the innermost that holds all of it', () => {
    const [outer, first, second] = [span(0, 100), span(10, 20), span(30, 40)];
    const items = [second, {}, first, outer];
    expect(smallestAround(items, { start: 12, end: 14 })).toBe(first);
    expect(smallestAround(items, { start: 40, end: 40 })).toBe(second);
    expect(smallestAround(items, { start: 15, end: 35 })).toBe(outer);
    expect(smallestAround(items, { start: 50, end: 60 })).toBe(outer);
    expect(smallestAround(items, { start: 90, end: 110 })).toBeUndefined();
    expect(smallestAround([], { start: 0, end: 0 })).toBeUndefined();
  });

  it('is the first of those that are equal', () => {
    const [one, other] = [span(5, 9), span(5, 9)];
    expect(smallestAround([one, other], { start: 6, end: 7 })).toBe(one);
  });

  it('is what looking at all of them finds, for spans that hold each other or lie apart', () => {
    const items = [
      span(20, 29),
      span(0, 60),
      span(3, 17),
      span(5, 9),
      span(9, 12),
      span(20, 24),
      span(40, 41),
    ];
    const length = (each: (typeof items)[number]): number => each.span.end - each.span.start;
    for (let start = 0; start < 64; start++) {
      for (let end = start; end < 64; end++) {
        const holding = items.filter((each) => each.span.start <= start && end <= each.span.end);
        const smallest = holding.toSorted((a, b) => length(a) - length(b))[0];
        // at the border of two either is right
        const found = smallestAround(items, { start, end });
        expect(found === undefined).toBe(smallest === undefined);
        if (found !== undefined && start < end) expect(found).toBe(smallest);
      }
    }
  });
});
