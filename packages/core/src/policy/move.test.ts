import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type ArrayNode, entryOf } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { applyEdits } from '../text/edit.ts';
import { sourceText } from '../text/source.ts';
import { moveInSequence } from './move.ts';

function listOf(text: string): ArrayNode {
  const { root } = parseYaml(sourceText(text));
  const value = root.kind === 'table' ? entryOf(root, 'list')?.value : undefined;
  if (value?.kind !== 'array') throw new Error('no list');
  return value;
}

function moved(text: string, from: number, to: number): string {
  return applyEdits(text, moveInSequence(sourceText(text), listOf(text), from, to));
}

/** The first scalar in each item, which tells it from the others. */
function names(text: string): readonly string[] {
  return listOf(text).items.map((item) => {
    const value = item.kind === 'table' ? item.entries[0]!.value : item;
    return value.kind === 'scalar' ? String(value.value) : '';
  });
}

const shapes: readonly ((index: number) => string)[] = [
  (index) => `  - n${index}\n`,
  (index) => `  # about ${index}\n  - n${index}   # behind ${index}\n`,
  (index) => `  - name: n${index}\n    # inside ${index}\n    more: [1,\n      2]\n`,
  (index) => `  - name: n${index}\n    text: |\n      a\n\n      b\n`,
];

test('an item comes to stand where it was moved to, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: 5 }),
      fc.nat(5),
      fc.nat(5),
      fc.boolean(),
      fc.boolean(),
      (chosen, from, to, more, ended) => {
        const items = chosen.map((shape, index) => shape(index));
        const text = `before: 1\nlist:\n${items.join('')}${more ? 'after: 2\n' : ''}`;
        const given = more || ended ? text : text.trimEnd();
        const result = moved(given, from, to);
        const order = items.map((_, index) => `n${index}`);
        if (from < order.length && to < order.length) order.splice(to, 0, ...order.splice(from, 1));
        expect(parseYaml(sourceText(result)).problems).toEqual([]);
        expect(names(result)).toEqual(order);
        const lines = (each: string): readonly string[] => each.trimEnd().split('\n').sort();
        expect(lines(result)).toEqual(lines(given));
      },
    ),
    { numRuns: 1000 },
  );
});

describe('moving', () => {
  it('takes the comments above and behind an item along', () => {
    const text = 'list:\n  # one\n  - a # first\n  - b\n  # three\n  - c\n';
    expect(moved(text, 0, 2)).toBe('list:\n  - b\n  # three\n  - c\n  # one\n  - a # first\n');
  });

  it('works within one line', () => {
    expect(moved('list: [a, {b: 1}, "c"] # x\n', 2, 0)).toBe('list: ["c", a, {b: 1}] # x\n');
  });

  it('keeps line ends of two characters, and the missing one at the end of the file', () => {
    expect(moved('list:\r\n- a\r\n- b\r\n', 0, 1)).toBe('list:\r\n- b\r\n- a\r\n');
    expect(moved('list:\n- a\n- b', 1, 0)).toBe('list:\n- b\n- a');
  });

  it.each([
    [0, 0],
    [-1, 0],
    [0, 2],
    [5, 0],
  ])('from %i to %i changes nothing', (from, to) => {
    expect(moved('list: [a, b]\n', from, to)).toBe('list: [a, b]\n');
  });
});
