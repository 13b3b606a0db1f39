import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPlanEdits, editsBetween } from './edits.ts';

const line = fc.constantFrom('a', 'b', 'c', '', '[[registry]]', 'location = "quay.io"', 'ü😀', '😁', 'x = 1');
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, ending, last]) => lines.join(ending) + (last ? ending : ''));

describe('edits between two texts', () => {
  test('give the second text from the first', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), text, (before, after) => {
        expect(applyPlanEdits(before, editsBetween(before, after))).toBe(after);
      }),
      { numRuns: 3000 },
    );
  });

  test('hold no line that stands once in both texts and keeps its place', () => {
    const secret = 'password = "planted-4711"\n';
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        const [left, right] = [
          (part: string) => part.replace(/^/gm, '<'),
          (part: string) => part.replace(/^/gm, '>'),
        ];
        const before = `${left(a)}\n${secret}${right(b)}`;
        const edits = editsBetween(before, `${left(c)}\n${secret}${right(d)}`);
        expect(edits.map((edit) => edit.text).join('')).not.toContain('planted-4711');
      }),
      { numRuns: 1000 },
    );
  });

  test('of equal texts are none, and of a new text the text itself', () => {
    expect(editsBetween('a\nb\n', 'a\nb\n')).toEqual([]);
    expect(editsBetween('', 'a\n')).toEqual([{ start: 0, end: 0, text: 'a\n' }]);
  });

  test('are the characters that differ, not the line', () => {
    expect(editsBetween('a\nkey = "old"\nb\n', 'a\nkey = "new"\nb\n')).toEqual([
      { start: 9, end: 12, text: 'new' },
    ]);
  });

  test('do not cut a pair of surrogates in two', () => {
    expect(editsBetween('😀\n', '😁\n')).toEqual([{ start: 0, end: 2, text: '😁' }]);
  });

  test('of two large texts without a line in common replace the one by the other', () => {
    const before = 'a\nb\n'.repeat(50_000);
    const after = 'c\nd\n'.repeat(50_000);
    expect(applyPlanEdits(before, editsBetween(before, after))).toBe(after);
  });

  test('that overlap, go backwards or leave the text are refused', () => {
    const edit = (start: number, end: number) => ({ start, end, text: '' });
    expect(applyPlanEdits('abc', [edit(0, 2), edit(1, 3)])).toBeUndefined();
    expect(applyPlanEdits('abc', [edit(2, 1)])).toBeUndefined();
    expect(applyPlanEdits('abc', [edit(2, 9)])).toBeUndefined();
    expect(applyPlanEdits('abc', [edit(-1, 0)])).toBeUndefined();
  });
});
