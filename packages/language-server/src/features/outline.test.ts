import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DocumentSymbol, Range } from 'vscode-languageserver';
import { viewOf } from '../testing/view.ts';
import { foldingRanges } from './folding.ts';
import { documentSymbols } from './outline.ts';

function isWithin(outer: Range, inner: Range): boolean {
  const before = (a: Range['start'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  return before(outer.start, inner.start) && before(inner.end, outer.end);
}

function expectSound({ name, range, selectionRange, children = [] }: DocumentSymbol): void {
  expect(name).not.toBe('');
  expect(isWithin(range, selectionRange)).toBe(true);
  for (const child of children) {
    expect(isWithin(range, child.range)).toBe(true);
    expectSound(child);
  }
}

it('symbols lie within each other, whatever the text', () => {
  const line = fc.constantFrom(
    '[[registry]]',
    '[[registry.mirror]]',
    '[aliases]',
    'location = "a.example"',
    'prefix = ""',
    'mirror = [{ location = "b.example" }, {}]',
    'registry.mirror = 1',
    'registry = [{ location = "c',
    'unqualified-search-registries = [',
    ']',
    '# x',
    '',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const view = viewOf('registries.conf', `${lines.join('\n')}\n`);
      for (const symbol of documentSymbols(view)) expectSound(symbol);
      for (const { startLine, endLine } of foldingRanges(view)) expect(endLine).toBeGreaterThan(startLine);
    }),
    { numRuns: 500 },
  );
});
