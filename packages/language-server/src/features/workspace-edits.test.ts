import { applyEdits } from '@mirrorwright/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallestEdit } from './workspace-edits.ts';

it('the smallest edit makes one text of another', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyEdits(before, [smallestEdit(before, after)])).toBe(after);
    }),
  );
  expect(smallestEdit('a b c', 'a x c')).toEqual({ span: { start: 2, end: 3 }, newText: 'x' });
});
