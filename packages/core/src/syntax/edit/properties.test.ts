import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { entryOf, type SyntaxFormat, type SyntaxTree, type TableNode, type ValueNode } from '../tree.ts';
import {
  addEntry,
  addItem,
  addTable,
  moveEntry,
  type PlainValue,
  removeEntry,
  removeItem,
  removeTable,
  setValue,
} from './index.ts';
import { jsonDocument, tomlDocument, yamlDocument } from './testing/documents.ts';
import { at, parseText, values } from './testing/edit-text.ts';

type Path = readonly (string | number)[];

const documents = [
  ['toml', tomlDocument],
  ['json', jsonDocument],
  ['yaml', yamlDocument],
] as const;

const newValue: fc.Arbitrary<PlainValue> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom<PlainValue>(
    "it's",
    'a"b',
    '#',
    '',
    'two\nlines',
    'a, b',
    'x: y',
    '- x',
    '~',
    '0x1',
    'quay.io/a:1',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom<PlainValue>(1234567890123456789n, 1.5, ['a', 'b'], [], {
    k: 'v',
    'k 2': [1, { m: true }],
  }),
);

/** Every node with its path, the root first. */
function nodes(tree: SyntaxTree): readonly (readonly [Path, ValueNode])[] {
  const found: (readonly [Path, ValueNode])[] = [[[], tree.root]];
  for (let i = 0; i < found.length; i++) {
    const [path, node] = found[i]!;
    if (node.kind === 'table')
      for (const entry of node.entries) found.push([[...path, entry.key], entry.value]);
    if (node.kind === 'array')
      for (const [index, item] of node.items.entries()) found.push([[...path, index], item]);
  }
  return found;
}

function choose<T>(list: readonly T[], seed: number): T | undefined {
  return list.length === 0 ? undefined : list[seed % list.length];
}

/** Applies edits; line endings of a file that has one kind only stay of that kind. */
function apply(format: SyntaxFormat, text: string, edits: readonly TextEdit[]): SyntaxTree {
  const after = applyEdits(text, edits);
  if (text.includes('\r\n')) expect(after).not.toMatch(/(?<!\r)\n/);
  else expect(after).not.toContain('\r');
  const tree = parseText(format, after);
  expect(tree.problems).toEqual([]);
  return tree;
}

/** What the value reads as after it was written; a lone surrogate cannot be. */
function plain(value: PlainValue): unknown {
  if (typeof value === 'string') return ['string', value];
  if (typeof value === 'bigint') return ['integer', value];
  if (typeof value === 'number') return [Number.isInteger(value) ? 'integer' : 'float', value];
  if (value === null) return ['null', null];
  if (typeof value === 'boolean') return ['boolean', value];
  if (Array.isArray(value)) return value.map(plain);
  return { map: Object.entries(value).map(([key, inner]) => [key, plain(inner as PlainValue)]) };
}

const runs = { numRuns: 200 };

describe.each(documents)('edits of generated %s', (format, document) => {
  const check = (
    property: (text: string, tree: SyntaxTree, seed: number, value: PlainValue) => void,
  ): void => {
    fc.assert(
      fc.property(document, fc.nat(1000), newValue, (text, seed, value) => {
        const tree = parseText(format, text);
        expect(tree.problems).toEqual([]);
        property(text, tree, seed, value);
      }),
      runs,
    );
  };

  it('an added entry can be removed byte for byte', () => {
    check((text, tree, seed, value) => {
      const found = choose(
        nodes(tree).filter(([, node]) => node.kind === 'table' && node.style !== 'implicit'),
        seed,
      );
      if (found === undefined) return;
      const [path, node] = found as readonly [Path, TableNode];
      const other = seed % 3 === 0 ? choose(node.entries, seed) : undefined;
      const options = other === undefined || node.style === 'root' ? {} : { before: other };
      if (other !== undefined && (other.value.kind === 'table' || other.value.kind === 'array')) return;
      const after = apply(format, text, addEntry(tree, node, 'new key', value, options));
      const table = at(after, ...path) as TableNode;
      const entry = entryOf(table, 'new key')!;
      expect(values(entry.value)).toEqual(plain(value));
      expect(values({ ...table, entries: table.entries.filter((one) => one !== entry) })).toEqual(
        values(node),
      );
      expect(applyEdits(after.source.text, removeEntry(after, table, entry))).toBe(text);
    });
  });

  it('an added item can be removed byte for byte', () => {
    check((text, tree, seed, value) => {
      const found = choose(
        nodes(tree).filter(([, node]) => node.kind === 'array' && node.style !== 'tables'),
        seed,
      );
      if (found === undefined || found[1].kind !== 'array') return;
      const [path, node] = found;
      const index = seed % (node.items.length + 1);
      const after = apply(format, text, addItem(tree, node, value, { index }));
      const array = at(after, ...path);
      const items = values(array) as unknown[];
      expect(items[index]).toEqual(plain(value));
      expect(items.toSpliced(index, 1)).toEqual(values(node));
      if (array.kind !== 'array') throw new Error('no array any more');
      expect(applyEdits(after.source.text, removeItem(after, array, index))).toBe(text);
    });
  });

  it('a value that is set is read back, and nothing else has changed', () => {
    check((text, tree, seed, value) => {
      const found = choose(
        nodes(tree).filter(([path, { kind }]) => kind === 'scalar' && path.length > 0),
        seed,
      );
      if (found === undefined) return;
      const [path, node] = found;
      const after = apply(format, text, setValue(tree, node, value));
      const wanted = structuredClone(values(tree.root));
      const got = values(at(after, ...path));
      if (format === 'toml' && node.kind === 'scalar' && node.type === 'float' && Number.isInteger(value))
        expect(got).toEqual(['float', value]);
      else expect(got).toEqual(plain(value));
      expect(values(replaced(after.root, path, node))).toEqual(wanted);
    });
  });

  it('a removed entry leaves all other values', () => {
    check((text, tree, seed) => {
      const found = choose(
        nodes(tree).filter(([, node]) => node.kind === 'table' && node.entries.length > 0),
        seed,
      );
      if (found === undefined || found[1].kind !== 'table') return;
      const [path, node] = found;
      const gone = choose(node.entries, seed)!;
      // An implicit or dotted table vanishes with its last entry.
      const last = node.entries.length === 1 && (node.style === 'implicit' || node.style === 'dotted');
      const after = apply(format, text, removeEntry(tree, node, gone));
      if (last) return;
      expect(values(at(after, ...path))).toEqual(
        values({ ...node, entries: node.entries.filter((entry) => entry !== gone) }),
      );
    });
  });

  it('an array that is set is read back', () => {
    check((text, tree, seed, value) => {
      const found = choose(
        nodes(tree).filter(([, node]) => node.kind === 'array' && node.style !== 'tables'),
        seed,
      );
      if (found === undefined || found[1].kind !== 'array') return;
      const [path, node] = found;
      const known = node.items.flatMap((item) =>
        item.kind === 'scalar' && item.type === 'string' ? [item.value] : [],
      );
      const wanted = [...known.slice(seed % 2), value, ...known.slice(0, seed % 3)] as PlainValue[];
      const after = apply(format, text, setValue(tree, node, wanted));
      const got = JSON.stringify(values(at(after, ...path)), readable);
      expect(got).toBe(JSON.stringify(wanted.map(plain), readable));
    });
  });

  it('setting what is there gives no edit', () => {
    check((_text, tree) => {
      for (const [, node] of nodes(tree)) {
        if (node.kind !== 'scalar' || /date|time/.test(node.type)) continue;
        expect(setValue(tree, node, node.value)).toEqual([]);
      }
    });
  });
});

/** An integer that replaces a float is written as a float. */
function readable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value === 'float' ? 'integer' : value;
}

/** The tree with another node at a path. */
function replaced(node: ValueNode, path: Path, other: ValueNode): ValueNode {
  const [step, ...rest] = path;
  if (step === undefined) return other;
  if (node.kind === 'array')
    return { ...node, items: node.items.map((item, i) => (i === step ? replaced(item, rest, other) : item)) };
  if (node.kind !== 'table') return node;
  const entries = node.entries.map((entry) =>
    entry.key === step ? { ...entry, value: replaced(entry.value, rest, other) } : entry,
  );
  return { ...node, entries };
}

describe('tables of generated toml', () => {
  it('an added table can be removed byte for byte', () => {
    fc.assert(
      fc.property(tomlDocument, fc.nat(1000), (text, seed) => {
        const tree = parseText('toml', text);
        const tables = nodes(tree).filter(
          ([, node]) => node.kind === 'table' && node.headerSpan !== undefined,
        );
        const after = seed % 2 === 0 ? undefined : (choose(tables, seed)?.[1] as TableNode | undefined);
        const path = [['registry'], ['fresh'], ['registry', 'mirror']][seed % 3]!;
        if (path.length === 2 && entryOf(tree.root, 'registry') === undefined) return;
        const place = path.length === 2 || after === undefined ? {} : { after };
        const edited = apply(
          'toml',
          text,
          addTable(tree, path, [['marker', 'x']], { kind: 'element', ...place }),
        );
        const made = nodes(edited).findLast(
          ([, node]) => entryOf(node, 'marker') !== undefined,
        )![1] as TableNode;
        expect(applyEdits(edited.source.text, removeTable(edited, made))).toBe(text);
      }),
      runs,
    );
  });

  it('a moved entry keeps its value, and all others keep theirs', () => {
    fc.assert(
      fc.property(tomlDocument, fc.nat(1000), fc.nat(1000), (text, from, to) => {
        const tree = parseText('toml', text);
        const tables = nodes(tree).filter(
          ([, node]) => node.kind === 'table' && node.style !== 'implicit',
        ) as (readonly [Path, TableNode])[];
        const source = choose(tables, from)![1];
        const target = choose(tables, to)!;
        const entry = choose(
          source.entries.filter(({ value }) => value.kind === 'scalar'),
          to,
        );
        if (entry === undefined || source === target[1] || entryOf(target[1], entry.key) !== undefined)
          return;
        if (source.style === 'dotted' && source.entries.length === 1) return;
        // Within brackets there is no room for a comment or another line.
        const after = apply('toml', text, moveEntry(tree, entry, source, target[1]));
        const moved = entryOf(at(after, ...target[0]), entry.key)!;
        expect(values(moved.value)).toEqual(values(entry.value));
        expect(nodes(after)).toHaveLength(nodes(tree).length);
      }),
      runs,
    );
  });
});
