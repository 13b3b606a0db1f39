import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeMirrors } from './merge-mirrors.ts';

test.each([
  [[['b', 'a']], ['b', 'a']],
  [
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
    ['a', 'b', 'c'],
  ],
  [
    [
      ['z', 'y'],
      ['b', 'x'],
    ],
    ['b', 'z', 'x', 'y'],
  ],
  [
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    ['a', 'b'],
  ],
  [[['a', 's', 'b']], ['a', 's', 'b']],
  [[['a', 's']], ['a']],
  // a mirror twice in a row waits for itself: what follows comes in the order of bytes
  [[['b', 'b', 'a']], ['a', 's', 'b']],
])('lists %j give %j', (lists, expected) => {
  expect(mergeMirrors('s', lists)).toEqual(expected);
});

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 's'), { minLength: 1, maxLength: 5 });

test('neither the order of the lists nor their repetition changes the result', () => {
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (lists) => {
      const merged = mergeMirrors('s', lists);
      expect(mergeMirrors('s', lists.toReversed())).toEqual(merged);
      expect(mergeMirrors('s', [...lists, ...lists])).toEqual(merged);
      expect(new Set(merged).size).toBe(merged.length);
    }),
    { numRuns: 1000 },
  );
});
