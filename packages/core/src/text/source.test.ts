import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { sourceText } from './source.ts';

const text = fc
  .array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\r', ''), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('the place of every offset is the line and column that counting gives', () => {
  fc.assert(
    fc.property(text, (given) => {
      const source = sourceText(given);
      for (let offset = 0; offset <= given.length; offset++) {
        const before = given.slice(0, offset).split('\n');
        expect(source.position(offset)).toEqual({
          line: before.length,
          column: before.at(-1)!.length + 1,
          offset,
        });
      }
    }),
  );
});

test('the lines are those of the text, and there is none beyond them', () => {
  fc.assert(
    fc.property(text, (given) => {
      const source = sourceText(given);
      const lines = given.split('\n').map((line) => line.replace(/\r$/, ''));
      expect(lines.map((_, index) => source.line(index + 1))).toEqual(lines);
      expect([source.line(0), source.line(lines.length + 1)]).toEqual(['', '']);
    }),
  );
});

it('takes offsets outside the text for its ends', () => {
  const source = sourceText('ab\nc');
  expect(source.position(-5)).toEqual({ line: 1, column: 1, offset: 0 });
  expect(source.range({ start: 3, end: 99 })).toEqual({
    start: { line: 2, column: 1, offset: 3 },
    end: { line: 2, column: 2, offset: 4 },
  });
});

it('finds places in a text of one very long line as well as in one of many', () => {
  expect(sourceText('x'.repeat(1_000_000)).position(999_999).column).toBe(1_000_000);
  expect(sourceText('\n'.repeat(1_000_000)).position(999_999).line).toBe(1_000_000);
});
