import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DecoderVersion } from '../../model/target.ts';
import { parseToml } from '../../syntax/toml/parse.ts';
import { sharedFolder } from '../../testing/shared.ts';
import { sourceText } from '../../text/source.ts';
import { decoderErrors, toleratedProblems } from './decoder.ts';

const OLD: DecoderVersion = [1, 2, 0];
const MIDDLE: DecoderVersion = [1, 5, 0];
const CURRENT: DecoderVersion = [1, 6, 0];

function refusals(text: string, decoder: DecoderVersion): string[] {
  return decoderErrors(parseToml(sourceText(text)), decoder).map(({ id }) => id);
}

describe('what the decoders accept', () => {
  /** The text, and whether 1.2.0, 1.5.0 and 1.6.0 accept it. */
  const table: readonly (readonly [string, string, boolean, boolean, boolean])[] = [
    ['plain TOML', 'a = 1\n[b]\nc = [1]\n[[d]]\n', true, true, true],
    ['a line end in an inline table', 'a = {\n b = 1\n}', false, false, true],
    ['a comma at the end of an inline table', 'a = { b = 1, }', false, false, true],
    ['the escape of the escape character', 'a = "\\e"', false, false, true],
    ['an escape of two digits', 'a = "\\x41"', false, false, true],
    ['a time without seconds', 'a = 07:32', false, false, true],
    ['a byte order mark', '\ufeffa = 1', false, true, true],
    ['a second array', 'a = [1]\na = [2]', true, true, false],
    ['a second array in the same element', '[[r]]\na = [1]\na = [2]', true, true, false],
    ['an array after a value', 'a = 1\na = [2]', true, true, false],
    ['a value after an array', 'a = [1]\na = 2', true, true, false],
    ['a second string', 'a = "x"\na = "y"', false, false, false],
    ['arrays of one key in two elements', '[[r]]\na = [1]\n[[r]]\na = [2]', true, true, true],
    ['a second array of inline tables', 'a = [{ b = 1 }]\na = [{ b = 2 }]', false, false, false],
    ['a second header', '[a]\n[a]', false, false, false],
    ['a header after a dotted key', 'a.b = 1\n[a]\nc = 1', true, true, true],
    ['a header after two dotted keys', 'a.b = 1\na.c = 1\n[a]', false, false, false],
    ['a dotted key into a header table', '[a.b]\n[a]\nb.c = 1', true, true, true],
    ['a header into an inline table', 'a = {}\n[a.b]', true, true, true],
    ['a dotted key into an inline table', 'a = { b = 1 }\na.c = 2', true, true, true],
    ['a table where an array of tables is', '[[a]]\n[a]', false, false, false],
    ['an array of tables where a table is', '[a]\n[[a]]', false, false, false],
    ['a conflict after a tolerated one', 'c.c = 1\n[c]\nc.a = 1', false, false, false],
    ['one digit for the hour', 'a = 7:32:00', true, false, false],
    ['an offset of more than a day', 'a = 1985-06-18T17:04:07+25:00', true, false, false],
    ['an offset of sixty minutes', 'a = 1985-06-18T17:04:07+12:60', true, true, true],
    ['a leap second', 'a = 23:59:60', false, false, false],
    ['a float beyond 64 bits', 'a = 1e400', false, false, false],
    ['the replacement character', 'a = "\ufffd"', false, false, false],
    ['a bare carriage return', 'a = 1\rb = 2', false, false, false],
    ['a key without quotes', 'quay.io/x = 1', false, false, false],
    ['an unclosed string', 'a = "x', false, false, false],
  ];

  test.each(table)('%s', (_name, text, ...accepted) => {
    const judged = [OLD, MIDDLE, CURRENT].map((decoder) => refusals(text, decoder).length === 0);
    expect(judged).toEqual(accepted);
  });
});

test('what is tolerated is told apart from what is refused', () => {
  const tree = parseToml(sourceText('a = [1]\na = [2]\nb = { c = 1, }\n'));
  const ids = (decoder: DecoderVersion): string[] => toleratedProblems(tree, decoder).map(({ id }) => id);
  expect(ids(OLD)).toEqual(['duplicate-key']);
  expect(refusals('a = [1]\na = [2]\nb = { c = 1, }\n', OLD)).toEqual(['inline-table-trailing-comma']);
  expect(ids(CURRENT)).toEqual(['inline-table-trailing-comma']);
});

test('refusals come in document order', () => {
  expect(refusals('\ufeffa = "x\nb = 1e999\nc = "\ufffd"', OLD)).toEqual([
    'byte-order-mark',
    'unclosed-string',
    'float-out-of-range',
    'replacement-character',
  ]);
});

test('deep nesting and long keys are judged in linear time', () => {
  const deep = 10_000;
  refusals(`x = 1\nx = 2\na = ${'[{a='.repeat(deep)}1${'}]'.repeat(deep)}`, OLD);
  refusals(`x = 1\nx = 2\n${'a.'.repeat(deep)}a = 1`, OLD);
  refusals('x = 1\n'.repeat(deep), OLD);
});

const folder = sharedFolder('toml-test');

/** Invalid documents of toml-test that 1.2.0 accepts, as the real decoder was seen to do. */
const ACCEPTED_BY_1_2: readonly string[] = [
  'array/extend-defined-aot',
  'datetime/offset-overflow-hour',
  'datetime/offset-overflow-minute',
  'datetime/time-no-leads',
  'inline-table/duplicate-key-03',
  'inline-table/overwrite-02',
  'inline-table/overwrite-07',
  'inline-table/overwrite-08',
  'inline-table/overwrite-10',
  'key/duplicate-keys-08',
  'local-datetime/time-no-leads',
  'local-time/time-no-leads-01',
  'spec-1.0.0/inline-table-2-0',
  'spec-1.0.0/table-9-1',
  'table/append-with-dotted-keys-01',
  'table/append-with-dotted-keys-02',
  'table/append-with-dotted-keys-03',
  'table/append-with-dotted-keys-05',
  'table/append-with-dotted-keys-08',
  'table/duplicate-key-04',
  'table/duplicate-key-05',
  'table/redefine-02',
  'table/redefine-03',
];

describe.skipIf(folder === undefined)('toml-test', () => {
  const accepted = (version: string, kind: string, decoder: DecoderVersion): string[] =>
    readFileSync(join(folder!, `files-toml-${version}`), 'utf8')
      .split('\n')
      .filter((name) => name.startsWith(`${kind}/`) && name.endsWith('.toml'))
      .filter((name) => {
        const bytes = readFileSync(join(folder!, name));
        try {
          const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
          return refusals(text, decoder).length === 0;
        } catch {
          return false;
        }
      })
      .map((name) => name.slice(kind.length + 1, -'.toml'.length));

  test('1.2.0 accepts 208 of the valid documents and 23 of the invalid ones', () => {
    expect(accepted('1.0.0', 'valid', OLD)).toHaveLength(208);
    expect(accepted('1.0.0', 'invalid', OLD)).toEqual(ACCEPTED_BY_1_2);
  });

  test('1.6.0 accepts every valid document of TOML 1.1', () => {
    const names = readFileSync(join(folder!, 'files-toml-1.1.0'), 'utf8').match(/^valid\/.*\.toml$/gm)!;
    expect(accepted('1.1.0', 'valid', CURRENT)).toHaveLength(names.length);
  });
});
