import { newMirrorPolicy } from '@mirrorwright/core';
import { describe, expect, it, test } from 'vitest';
import { freshWizard } from '../testing/wizard.ts';
import { marksOf, wrapped } from '../theme.ts';
import { reduce } from './machine.ts';
import { pageRows, windowOf } from './rows.ts';
import type { WizardState } from './state.ts';
import { pageOf } from './steps/index.ts';

const marks = marksOf({ LANG: 'C' });

function texts(state: WizardState, width: number): readonly string[] {
  return pageRows(state, pageOf(state), marks, width).map(({ text }) => text);
}

describe('the lines of a page', () => {
  it('are never wider than the screen, nor endless, whatever the names are', () => {
    const policy = `${newMirrorPolicy()}upstreams:\n  - registry: quay.io\n    mirrors:\n      - location: "${'a'.repeat(100_000)}"\n      - location: "\\e[31mred\\u0007"\n`;
    const state = reduce(freshWizard(policy), { type: 'goto', step: 'mirrors' });
    for (const width of [20, 46, 120]) {
      const lines = texts(state, width);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines.length).toBeLessThan(60);
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f]/);
    }
  });

  it('show the end of what is typed', () => {
    const typing = [
      { type: 'goto', step: 'upstreams' },
      { type: 'add' },
      { type: 'type', text: `${'long.'.repeat(30)}example` },
    ] as const;
    const state = typing.reduce<WizardState>(reduce, freshWizard(newMirrorPolicy()));
    expect(texts(state, 40).some((line) => line.endsWith('long.example_'))).toBe(true);
  });
});

test('the window keeps the field under the cursor in sight', () => {
  const rows = Array.from({ length: 50 }, (_, field) => ({
    text: String(field),
    tone: 'field' as const,
    field,
  }));
  for (const cursor of [0, 7, 25, 49]) {
    const { rows: shown, above, below } = windowOf(rows, cursor, 9);
    expect(shown.map(({ field }) => field)).toContain(cursor);
    expect(above + shown.length + below).toBe(50);
  }
  expect(windowOf(rows.slice(0, 4), 2, 9)).toMatchObject({ above: 0, below: 0 });
});

test('text is broken between words, where there are some', () => {
  expect(wrapped('one two three', 8, 2)).toEqual(['one two', '  three']);
  expect(wrapped('x'.repeat(20), 12, 2)).toEqual(['x'.repeat(12), `  ${'x'.repeat(8)}`]);
});
