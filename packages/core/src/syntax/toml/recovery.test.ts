import { describe, expect, test } from 'vitest';
import { sourceText } from '../../text/source.ts';
import { entryOf, type SyntaxTree } from '../tree.ts';
import { parseToml } from './parse.ts';

function parse(text: string): SyntaxTree {
  return parseToml(sourceText(text));
}

/** The problems as `id <text under the span>`. */
function problems(text: string): string[] {
  return parse(text).problems.map(({ id, span }) => `${id} <${text.slice(span.start, span.end)}>`);
}

/** The root keys that were read. */
function keys(text: string): string[] {
  const { root } = parse(text);
  return root.kind === 'table' ? root.entries.map(({ key }) => key) : [];
}

describe('a fault in one line does not touch the next', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['an unclosed string', 'a = "x', 'unclosed-string <"x>'],
    ['an unclosed literal string', "a = 'x", "unclosed-string <'x>"],
    ['a host without quotes', 'a = docker.io/library # hub', 'unquoted-string <docker.io/library>'],
    ['an address without quotes', 'a = 192.0.2.1:5000', 'unquoted-string <192.0.2.1:5000>'],
    ['a capital boolean', 'a = True', 'unquoted-string <True>'],
    ['no value', 'a = # later', 'expected-value <>'],
    ['a colon', 'a: "x"', 'expected-equals <:>'],
    ['no equals sign', 'a "x"', 'expected-equals < >'],
    ['a key alone', 'a', 'expected-equals <a>'],
    ['a second value', 'a = "x" "y"', 'text-after-value <"y">'],
    ['two pairs on a line', 'a = 1 c = 2', 'text-after-value <c = 2>'],
    ['a key that needs quotes', 'quay.io/acme = "x"', 'invalid-key <quay.io/acme>'],
    ['a wrong escape', 'a = "C:\\dir"', 'invalid-escape <\\d>'],
    ['a wrong code point', 'a = "\\ud800"', 'invalid-escape <\\ud800>'],
    ['an unclosed array', 'a = ["x", "y"', 'unclosed-array <[>'],
    ['an array over lines that is not closed', 'a = [\n  "x",\n  "y"', 'unclosed-array <[>'],
    ['an unclosed inline table', 'a = { x = 1', 'unclosed-inline-table <{>'],
    ['an unclosed inline table in an array', 'a = [{ x = 1]', 'unclosed-inline-table <{>'],
    ['nested unclosed brackets', 'a = [[["x"', 'unclosed-array <[>'],
    ['an unclosed string in an array', 'a = ["x, "y]', 'expected-comma <y>'],
    ['a missing comma', 'a = ["x" "y"]', 'expected-comma <">'],
    ['a comma too much', 'a = ["x",, "y"]', 'unexpected-comma <,>'],
    ['a wrong bracket', 'a = ["x"}', 'unexpected-bracket <}>'],
    ['a leading zero', 'a = 012', 'leading-zero <012>'],
    ['a number too large', 'a = 9223372036854775808', 'integer-out-of-range <9223372036854775808>'],
    ['a wrong underscore', 'a = 1__0', 'misplaced-underscore <1__0>'],
    ['a day that does not exist', 'a = 2023-02-29', 'invalid-date <2023-02-29>'],
    ['a conflict marker', '<<<<<<< HEAD', 'expected-key <<>'],
    ['a conflict separator', '=======', 'expected-key <=>'],
    ['a stray bracket', ']', 'expected-key <]>'],
    ['a control character in a comment', '# \u0001', 'control-character <\u0001>'],
    ['a control character in a string', 'a = "\u0000"', 'control-character <\u0000>'],
    ['a lone surrogate', 'a = "\ud800"', 'lone-surrogate <\ud800>'],
  ];

  test.each(cases)('%s', (_name, line, problem) => {
    for (const end of ['\n', '\r\n']) {
      const text = `first = 1${end}${line}${end}last = 2${end}[table]${end}`;
      expect(problems(text)).toEqual([problem]);
      expect(keys(text)).toEqual(expect.arrayContaining(['first', 'last', 'table']));
    }
  });
});

describe('headers', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a missing bracket', '[[registry]', 'unclosed-header <[[registry]>'],
    ['no closing bracket', '[[registry', 'unclosed-header <[[registry>'],
    ['no closing bracket before a comment', '[[registry # x', 'unclosed-header <[[registry>'],
    ['brackets apart', '[ [registry]]', 'invalid-header <[ [>'],
    ['an empty name', '[]', 'empty-header <[]>'],
    ['an empty part', '[registry.]', 'empty-key-part <.>'],
    ['something behind', '[registry] x', 'text-after-header <x>'],
    ['a slash in the name', '[registry/x]', 'invalid-header </x]>'],
  ];

  test.each(cases)('%s is reported once, and the keys below are kept apart', (_name, header, problem) => {
    const text = `[[before]]\nlocation = "a"\n${header}\nlocation = "b"\n[after]\nx = 1\n`;
    expect(problems(text)).toEqual([problem]);
    const before = entryOf(parse(text).root, 'before')?.value;
    expect(before?.kind === 'array' && before.items[0]).toMatchObject({ entries: [{ key: 'location' }] });
    expect(keys(text)).toContain('after');
  });

  test('a header with one bracket missing still adds its element', () => {
    const registry = entryOf(parse('[[registry]\nlocation = "a"\n').root, 'registry')?.value;
    expect(registry).toMatchObject({ kind: 'array', items: [{ entries: [{ key: 'location' }] }] });
  });
});

describe('definitions in conflict', () => {
  test.each([
    ['a = 1\na = 2', 'duplicate-key', 6, 0],
    ['[a]\n[a]\nx = 1', 'duplicate-table', 5, 0],
    ['[[a]]\n[a]\nx = 1', 'table-conflict', 7, 2],
    ['[a]\n[[a]]\nx = 1', 'table-conflict', 6, 0],
    ['a = []\n[[a]]', 'table-conflict', 9, 0],
    ['a = {}\n[a.b]', 'table-conflict', 8, 0],
    ['a = 1\na.b = 2\na.c = 3', 'key-conflict', 6, 0],
    ['[a.b]\n[a]\nb.c = 1', 'key-conflict', 10, 3],
  ])('%j names both places, once', (text, id, start, related) => {
    const found = parse(text).problems;
    expect(found.map((problem) => [problem.id, problem.span.start, problem.related?.start])).toEqual([
      [id, start, related],
    ]);
  });

  test('a duplicate keeps both entries, in a large table too', () => {
    const lines = Array.from({ length: 50 }, (_, i) => `k${i} = ${i}`);
    const text = [...lines, 'k3 = 3', 'k40 = 40'].join('\n');
    expect(problems(text)).toEqual(['duplicate-key <k3>', 'duplicate-key <k40>']);
    expect(keys(text)).toHaveLength(52);
  });

  test('what follows a repeated table belongs to the repeated one', () => {
    expect(problems('[a]\n[a.x]\n[a]\n[a.x]\ny = 1')).toEqual(['duplicate-table <a>']);
  });
});

describe('forms of TOML 1.1', () => {
  test.each([
    ['a = { x = 1,\n  y = 2 }', ['inline-table-newline <\n>']],
    ['a = {\n  x = 1, # one\n  y = 2,\n}', ['inline-table-newline <\n>', 'inline-table-trailing-comma <,>']],
    ['a = { x = 1, }', ['inline-table-trailing-comma <,>']],
    ['a = "\\e\\x41"', ['escape-of-toml-1-1 <\\e>', 'escape-of-toml-1-1 <\\x41>']],
    ['a = 12:30', ['time-without-seconds <12:30>']],
  ])('%j is read with its meaning', (text, wanted) => {
    expect(problems(`${text}\nlast = 1\n`)).toEqual(wanted);
    expect(keys(`${text}\nlast = 1\n`)).toEqual(['a', 'last']);
  });
});

test.each([
  ['a = 1\na = 2 x', ['duplicate-key <a>', 'text-after-value <x>']],
  ['[a]\n[a] x', ['duplicate-table <a>', 'text-after-header <x>']],
  ['a = 07:32 x', ['time-without-seconds <07:32>', 'text-after-value <x>']],
])('a conflict or a form of TOML 1.1 hides no other fault on the line: %j', (text, wanted) => {
  expect(problems(text)).toEqual(wanted);
});

test('several independent faults are each reported once', () => {
  const text = [
    'unqualified-search-registries = ["docker.io]',
    '[[registry]]',
    'prefix: "quay.io"',
    'location = quay.corp.example',
    'insecure = yes',
    '[[registry.mirror]',
    'location = "m1.corp.example',
    '[[registry.mirror]]',
    'location = "m2.corp.example"',
    'insecure == true',
    '[aliases]',
    'a/b = "c/d"',
  ].join('\n');
  expect(problems(text)).toEqual([
    'unclosed-string <"docker.io]>',
    'expected-equals <:>',
    'unquoted-string <quay.corp.example>',
    'unquoted-string <yes>',
    'unclosed-header <[[registry.mirror]>',
    'unclosed-string <"m1.corp.example>',
    'unquoted-string <= true>',
    'invalid-key <a/b>',
  ]);
  const registry = entryOf(parse(text).root, 'registry')?.value;
  const first = registry?.kind === 'array' ? registry.items[0] : undefined;
  const mirrors = entryOf(first, 'mirror')?.value;
  expect(mirrors?.kind === 'array' && mirrors.items).toHaveLength(2);
});

test('an unclosed multi-line string ends before the next statement', () => {
  expect(problems('a = """\ntext\nmore\nb = 1\n[c]')).toEqual(['unclosed-string <""">']);
  expect(keys('a = """\ntext\nmore\nb = 1\n[c]')).toEqual(['a', 'b', 'c']);
});
