import { describe, expect, it } from 'vitest';
import { formatPairs } from './formats.ts';
import type { Options } from './spec.ts';

const known = ['text', 'json', 'sarif'] as const;

/** Options as if these words had been written: `sarif`, or `>file` for an output. */
function written(...words: readonly string[]): Options {
  return {
    format: words.filter((word) => !word.startsWith('>')),
    output: words.filter((word) => word.startsWith('>')).map((word) => word.slice(1)),
    given: words.map((word) => (word.startsWith('>') ? 'output' : 'format')),
  };
}

function pairs(...words: readonly string[]): readonly string[] {
  return formatPairs(written(...words), known).map(({ format, output }) => `${format}>${output ?? '-'}`);
}

describe('formats and outputs', () => {
  it.each([
    [[], ['text>-']],
    [['>a'], ['text>a']],
    [
      ['sarif', '>a', 'text'],
      ['sarif>a', 'text>-'],
    ],
    [
      ['text', 'sarif', '>a'],
      ['text>-', 'sarif>a'],
    ],
    [['>a', 'sarif'], ['sarif>a']],
    [
      ['sarif', '>a', '>b', 'json'],
      ['sarif>a', 'json>b'],
    ],
  ])('%j go together as they stand: %j', (words, expected) => {
    expect(pairs(...words)).toEqual(expected);
  });

  it.each([
    [['sarif', '>a', '>b'], 'more --output'],
    [['sarif', 'json'], 'only one format'],
    [['serif'], 'unknown format'],
  ])('%j are refused: %s', (words, message) => {
    expect(() => pairs(...words)).toThrow(message);
  });
});
