import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../text/edit.ts';
import type { SyntaxTree } from '../tree.ts';
import { addEntry, addItem, removeEntry, removeItem, renameKey, setValue } from './index.ts';
import {
  arrayAt as array,
  at,
  editText,
  entryAt as entry,
  parseText,
  tableAt as table,
} from './testing/edit-text.ts';

const parse = (text: string) => parseText('toml', text);
const edit = (text: string, change: (tree: SyntaxTree) => readonly TextEdit[]) =>
  editText('toml', text, change);

describe('setValue in TOML', () => {
  it('touches only the scalar and keeps its quotes', () => {
    const text = '# top\na = \'x\' # why\nb="y"\n';
    expect(edit(text, (tree) => setValue(tree, at(tree, 'a'), 'z'))).toBe('# top\na = \'z\' # why\nb="y"\n');
    expect(edit(text, (tree) => setValue(tree, at(tree, 'a'), "it's"))).toBe(
      '# top\na = "it\'s" # why\nb="y"\n',
    );
    expect(edit(text, (tree) => setValue(tree, at(tree, 'b'), 'q"\\'))).toBe(
      '# top\na = \'x\' # why\nb="q\\"\\\\"\n',
    );
  });

  it('gives no edit for a value that stands there already', () => {
    const tree = parse('a = 0x10\nb = """\nx"""\nc = [1, [true]]\nd = {e = 1.0}\nf = 1_000\n');
    expect(setValue(tree, at(tree, 'a'), 16)).toEqual([]);
    expect(setValue(tree, at(tree, 'a'), 16n)).toEqual([]);
    expect(setValue(tree, at(tree, 'b'), 'x')).toEqual([]);
    expect(setValue(tree, at(tree, 'c'), [1, [true]])).toEqual([]);
    expect(setValue(tree, at(tree, 'd'), { e: 1 })).toEqual([]);
    expect(setValue(tree, at(tree, 'f'), 1000)).toEqual([]);
  });

  it('writes every type as TOML has it', () => {
    const set = (value: Parameters<typeof setValue>[2], old = '""') =>
      edit(`k = ${old}\n`, (tree) => setValue(tree, at(tree, 'k'), value)).slice(4, -1);
    expect(set(1234567)).toBe('1234567');
    expect(set(12345678901234567890n)).toBe('12345678901234567890');
    expect(set(2, '1.5')).toBe('2.0');
    expect(set(1e21)).toBe('1e+21');
    expect(set(Number.POSITIVE_INFINITY)).toBe('inf');
    expect(set(-0)).toBe('-0.0');
    expect(set(true)).toBe('true');
    expect(set('a\u0001\u0002\tb\nc\u007f')).toBe('"a\\u0001\\u0002\\tb\\nc\\u007f"');
    expect(set('\ud800')).toBe('"\ufffd"');
    expect(set(['a', ['b']])).toBe('["a", ["b"]]');
    expect(set({ a: 1, 'b c': [] })).toBe('{ a = 1, "b c" = [] }');
    expect(set('two\nlines', '"""\nold\ntext"""')).toBe('"""\ntwo\nlines"""');
    expect(() => set(null)).toThrow(RangeError);
  });

  it('changes of an array only the items that differ', () => {
    const text = 'k = [\n  "a", # first\n  "b", # second\n  "c" # third\n]\n';
    expect(edit(text, (tree) => setValue(tree, at(tree, 'k'), ['a', 'x', 'c']))).toBe(
      text.replace('"b"', '"x"'),
    );
    expect(edit(text, (tree) => setValue(tree, at(tree, 'k'), ['a', 'c']))).toBe(
      'k = [\n  "a", # first\n  "c" # third\n]\n',
    );
    expect(edit(text, (tree) => setValue(tree, at(tree, 'k'), ['a', 'b', 'c', 'd', 'e']))).toBe(
      'k = [\n  "a", # first\n  "b", # second\n  "c", # third\n  "d",\n  "e"\n]\n',
    );
    expect(edit('k = ["a", "b"]\n', (tree) => setValue(tree, at(tree, 'k'), []))).toBe('k = []\n');
  });

  it('changes of a table only the entries that differ', () => {
    const text = '[t]\na = 1 # one\nb = 2\n\n[u]\n';
    expect(edit(text, (tree) => setValue(tree, at(tree, 't'), { a: 1, c: 3 }))).toBe(
      '[t]\na = 1 # one\nc = 3\n\n[u]\n',
    );
  });

  it('supplies a value where one is missing', () => {
    expect(edit('k =\n', (tree) => setValue(tree, at(tree, 'k'), 'v'))).toBe('k = "v"\n');
    expect(edit('k\nl = 1\n', (tree) => setValue(tree, at(tree, 'k'), 'v'))).toBe('k = "v"\nl = 1\n');
  });
});

describe('addEntry in TOML', () => {
  it('puts a key behind the last own key of its table, indented like it', () => {
    const text = '[[registry]]\n    location = "a" # c\n\n    [[registry.mirror]]\n        location="b"\n';
    expect(edit(text, (tree) => addEntry(tree, table(tree, 'registry', 0), 'insecure', true))).toBe(
      '[[registry]]\n    location = "a" # c\n    insecure = true\n\n    [[registry.mirror]]\n        location="b"\n',
    );
    expect(
      edit(text, (tree) => addEntry(tree, table(tree, 'registry', 0, 'mirror', 0), 'insecure', true)),
    ).toBe(`${text}        insecure=true\n`);
  });

  it('keeps line endings and a missing final newline', () => {
    expect(edit('[a]\r\nx = 1\r\n\r\n[b]\r\n', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe(
      '[a]\r\nx = 1\r\ny = 2\r\n\r\n[b]\r\n',
    );
    expect(edit('[a]\r\nx = 1', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe(
      '[a]\r\nx = 1\r\ny = 2',
    );
    expect(edit('', (tree) => addEntry(tree, table(tree), 'y', 2))).toBe('y = 2\n');
  });

  it('puts a root key before the first header and leaves the opening comment above it', () => {
    const add = (text: string) => edit(text, (tree) => addEntry(tree, table(tree), 'y', 2));
    expect(add('# top\n\n# about a\n[a]\nx = 1\n')).toBe('# top\n\ny = 2\n\n# about a\n[a]\nx = 1\n');
    expect(add('[a]\n')).toBe('y = 2\n\n[a]\n');
    expect(add('# about a\n[a]\n')).toBe('y = 2\n\n# about a\n[a]\n');
    expect(add('# top\n')).toBe('# top\n\ny = 2\n');
    expect(add('x = 1 # one\n# x = 3\n\n[a]\n')).toBe('x = 1 # one\ny = 2\n# x = 3\n\n[a]\n');
    expect(add('\uFEFF[a]\n')).toBe('\uFEFFy = 2\n\n[a]\n');
  });

  it('copies quotes and the column of equals signs', () => {
    expect(
      edit("[a]\nshort    = 'x'\nlonger   = 'y'\n", (tree) => addEntry(tree, table(tree, 'a'), 'key', 'z')),
    ).toBe("[a]\nshort    = 'x'\nlonger   = 'y'\nkey      = 'z'\n");
    expect(edit('[a]\n[b]\n  x=1\n', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe(
      '[a]\n  y=2\n[b]\n  x=1\n',
    );
  });

  it('writes inline tables, dotted keys and tables without a header in their own way', () => {
    expect(edit('a = {x = 1}\n', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe(
      'a = {x = 1, y = 2}\n',
    );
    expect(edit('a = {}\n', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe('a = {y = 2}\n');
    expect(edit('a.b.x = 1\nc = 1\n', (tree) => addEntry(tree, table(tree, 'a', 'b'), 'y', 2))).toBe(
      'a.b.x = 1\na.b.y = 2\nc = 1\n',
    );
    expect(edit('q = { a.x = 1 }\n', (tree) => addEntry(tree, table(tree, 'q', 'a'), 'y', 2))).toBe(
      'q = { a.x = 1, a.y = 2 }\n',
    );
    expect(edit('# about\n[a.b]\nx = 1\n', (tree) => addEntry(tree, table(tree, 'a'), 'y', 2))).toBe(
      '[a]\ny = 2\n\n# about\n[a.b]\nx = 1\n',
    );
  });

  it('puts a key before another one and above its comments', () => {
    const text = '[a]\n# about x\nx = 1\n';
    expect(
      edit(text, (tree) => addEntry(tree, table(tree, 'a'), 'y', 2, { before: entry(tree, 'a', 'x') })),
    ).toBe('[a]\ny = 2\n# about x\nx = 1\n');
  });

  it('quotes keys that need it, __proto__ is a key like any other', () => {
    expect(edit('[a]\n', (tree) => addEntry(tree, table(tree, 'a'), 'x y', 1))).toBe('[a]\n"x y" = 1\n');
    expect(edit('[a]\n', (tree) => addEntry(tree, table(tree, 'a'), '__proto__', 1))).toBe(
      '[a]\n__proto__ = 1\n',
    );
  });
});

describe('removeEntry and renameKey in TOML', () => {
  it('removes the line with its comments', () => {
    const remove = (text: string, ...path: string[]) =>
      edit(text, (tree) => removeEntry(tree, table(tree, ...path.slice(0, -1)), entry(tree, ...path)));
    expect(remove('[a]\nw = 0\n# about x\nx = 1 # c\ny = 2\n', 'a', 'x')).toBe('[a]\nw = 0\ny = 2\n');
    expect(remove('# the file\nx = 1\ny = 2\n', 'x')).toBe('# the file\ny = 2\n');
    expect(remove('x = 1\n\ny = 2\n\nz = 3\n', 'y')).toBe('x = 1\n\nz = 3\n');
    expect(remove('[a]\nx = 1\n\n[b]\n', 'a', 'x')).toBe('[a]\n\n[b]\n');
    expect(remove('x = """\n# text\n"""\ny = 2', 'y')).toBe('x = """\n# text\n"""');
    expect(remove('a = { x = 1, y = 2 }\n', 'a', 'x')).toBe('a = { y = 2 }\n');
    expect(remove('a.b = 1\nc = 1\na.d = 2\n', 'a')).toBe('c = 1\n');
    expect(remove('x = 1\n\n[a]\ny = 1\n\n[c]\n\n[a.b]\n', 'a')).toBe('x = 1\n\n[c]\n');
  });

  it('renames a key everywhere it leads somewhere', () => {
    const text = '[[registr]]\n[registr.mirror]\n[[ "registr" ]]\nlocation.x = 1\n[other.registr]\n';
    expect(edit(text, (tree) => renameKey(tree, entry(tree, 'registr'), 'registry'))).toBe(
      '[[registry]]\n[registry.mirror]\n[[ registry ]]\nlocation.x = 1\n[other.registr]\n',
    );
    expect(edit('a.b.c = 1\na.b.d = 2\n', (tree) => renameKey(tree, entry(tree, 'a', 'b'), 'x y'))).toBe(
      'a."x y".c = 1\na."x y".d = 2\n',
    );
    expect(edit('a = {b = 1}\n', (tree) => renameKey(tree, entry(tree, 'a', 'b'), 'c'))).toBe(
      'a = {c = 1}\n',
    );
  });
});

describe('arrays in TOML', () => {
  it('adds and removes items in the style of the array', () => {
    const add = (text: string, index?: number) =>
      edit(text, (tree) => addItem(tree, array(tree, 'k'), 'new', index === undefined ? {} : { index }));
    expect(add('k = []\n')).toBe('k = ["new"]\n');
    expect(add("k = [ 'a' ]\n")).toBe("k = [ 'a', 'new' ]\n");
    expect(add('k = ["a","b",]\n', 1)).toBe('k = ["a","new","b",]\n');
    expect(add('k = ["a", "b"]\n', 0)).toBe('k = ["new", "a", "b"]\n');
    expect(add('k = [\n\t"a", # one\n]\n')).toBe('k = [\n\t"a", # one\n\t"new",\n]\n');
    expect(add('k = [\r\n  "a" # one\r\n]\r\n')).toBe('k = [\r\n  "a", # one\r\n  "new"\r\n]\r\n');
    expect(add('k = [\n  # about a\n  "a",\n]\n', 0)).toBe('k = [\n  "new",\n  # about a\n  "a",\n]\n');
    expect(add('k = [\n]\n')).toBe('k = [\n  "new",\n]\n');
    expect(add('k = [\n  "a",\n  "b"]\n')).toBe('k = [\n  "a",\n  "b",\n  "new"]\n');
  });

  it('removes an item with its comma and its comments', () => {
    const remove = (text: string, index: number) =>
      edit(text, (tree) => removeItem(tree, array(tree, 'k'), index));
    expect(remove('k = ["a", "b", "c"]\n', 0)).toBe('k = ["b", "c"]\n');
    expect(remove('k = ["a", "b", "c"]\n', 1)).toBe('k = ["a", "c"]\n');
    expect(remove('k = ["a", "b", "c"]\n', 2)).toBe('k = ["a", "b"]\n');
    expect(remove('k = ["a", "b",]\n', 1)).toBe('k = ["a",]\n');
    expect(remove('k = [\n  "a", # one\n  # about b\n  "b", # two\n  "c"\n]\n', 1)).toBe(
      'k = [\n  "a", # one\n  "c"\n]\n',
    );
    expect(remove('k = [\n  "a", # one\n  "b" # two\n]\n', 1)).toBe('k = [\n  "a" # one\n]\n');
    expect(remove('k = [\n  "a",\n  "b"]\n', 1)).toBe('k = [\n  "a"]\n');
    expect(remove('k = ["a"]\n', 7)).toBe('k = ["a"]\n');
  });
});
