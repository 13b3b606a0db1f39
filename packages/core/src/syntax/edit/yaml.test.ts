import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../text/edit.ts';
import type { SyntaxTree } from '../tree.ts';
import { addEntry, addItem, removeEntry, removeItem, renameKey, setValue } from './index.ts';
import { arrayAt, at, editText, entryAt, parseText, tableAt } from './testing/edit-text.ts';

const edit = (text: string, change: (tree: SyntaxTree) => readonly TextEdit[]) =>
  editText('yaml', text, change);

const policy = `# the mirror policy
upstreams:
  # Docker Hub
  - name: docker.io # hub
    mirrors:
      - location: "m1.corp.example"
        insecure: true
      - location: "m2.corp.example"
  - name: quay.io

# lists
blocked: []
allowed: [quay.io, 'docker.io']
`;

describe('setValue in YAML', () => {
  it('sets a scalar in the quotes that stand there', () => {
    const set = (value: string, ...path: (string | number)[]) =>
      edit(policy, (tree) => setValue(tree, at(tree, ...path), value));
    expect(set('m3', 'upstreams', 0, 'mirrors', 0, 'location')).toBe(policy.replace('m1.corp.example', 'm3'));
    expect(set('gcr.io', 'upstreams', 0, 'name')).toBe(policy.replace('docker.io #', 'gcr.io #'));
    expect(set("it's", 'allowed', 1)).toBe(policy.replace("'docker.io'", "'it''s'"));
    expect(set('a, b', 'allowed', 0)).toBe(policy.replace('[quay.io', '["a, b"'));
  });

  it('quotes what could be read as something else', () => {
    const set = (value: Parameters<typeof setValue>[2]) =>
      edit('k: v\n', (tree) => setValue(tree, at(tree, 'k'), value)).slice(3, -1);
    expect(
      ['yes', '1', '12:30', 'null', 'a: b', '- a', '# x', '', '---', '*x', '&x', '!t', '@x'].map(set),
    ).toEqual([
      '"yes"',
      '"1"',
      '"12:30"',
      '"null"',
      '"a: b"',
      '"- a"',
      '"# x"',
      '""',
      '"---"',
      '"*x"',
      '"&x"',
      '"!t"',
      '"@x"',
    ]);
    expect(set('a\nb\u0007')).toBe('"a\\nb\\u0007"');
    expect(set('registry.corp.example:5000/x')).toBe('registry.corp.example:5000/x');
    expect([set(5), set(true), set(null), set(12345678901234567890n), set([]), set({})]).toEqual([
      '5',
      'true',
      'null',
      '12345678901234567890',
      '[]',
      '{}',
    ]);
  });

  it('writes collections as blocks in a block and on one line within brackets', () => {
    expect(edit('k: v # c\nl:\n', (tree) => setValue(tree, at(tree, 'l'), [{ a: 1, b: ['x'] }, 'z']))).toBe(
      'k: v # c\nl:\n  - a: 1\n    b:\n      - x\n  - z\n',
    );
    expect(edit('k:\n- a\nl: 1\n', (tree) => setValue(tree, at(tree, 'l'), ['x']))).toBe(
      'k:\n- a\nl:\n- x\n',
    );
    expect(edit('k: {a, b: c}\n', (tree) => setValue(tree, at(tree, 'k', 'a'), ['x']))).toBe(
      'k: {a: [x], b: c}\n',
    );
    expect(edit('- a\n', (tree) => setValue(tree, at(tree, 0), { b: 1, c: 2 }))).toBe('- b: 1\n  c: 2\n');
    expect(edit('k:\n  a: 1\nl: 2\n', (tree) => setValue(tree, at(tree, 'k'), 5))).toBe('k: 5\nl: 2\n');
    expect(edit('', (tree) => setValue(tree, tree.root, { a: 1 }))).toBe('a: 1\n');
  });

  it('gives no edit for what stands there already', () => {
    const tree = parseText('yaml', policy);
    expect(setValue(tree, at(tree, 'allowed'), ['quay.io', 'docker.io'])).toEqual([]);
    expect(setValue(tree, at(tree, 'upstreams', 1), { name: 'quay.io' })).toEqual([]);
  });

  it('replaces an alias of a scalar and not its anchor', () => {
    expect(edit('a: &x v\nb: *x\n', (tree) => setValue(tree, at(tree, 'b'), 'w'))).toBe('a: &x v\nb: w\n');
  });
});

describe('entries in YAML', () => {
  it('adds entries where their siblings stand', () => {
    const first = ['upstreams', 0, 'mirrors', 0] as const;
    expect(edit(policy, (tree) => addEntry(tree, tableAt(tree, ...first), 'pull', 'digest'))).toBe(
      policy.replace('insecure: true\n', 'insecure: true\n        pull: digest\n'),
    );
    expect(edit(policy, (tree) => addEntry(tree, tableAt(tree), 'search', ['docker.io']))).toBe(
      `${policy}search:\n  - docker.io\n`,
    );
    expect(
      edit(policy, (tree) =>
        addEntry(tree, tableAt(tree, ...first), 'x', 1, { before: entryAt(tree, ...first, 'location') }),
      ),
    ).toBe(
      policy.replace(
        '- location: "m1.corp.example"\n        ',
        '- x: 1\n        location: "m1.corp.example"\n        ',
      ),
    );
    expect(edit('a: 1\r\nb: 2', (tree) => addEntry(tree, tableAt(tree), 'c', 3))).toBe(
      'a: 1\r\nb: 2\r\nc: 3',
    );
    expect(edit('a: 1\n\nb: 2\n', (tree) => addEntry(tree, tableAt(tree), 'c', 3))).toBe(
      'a: 1\n\nb: 2\n\nc: 3\n',
    );
    expect(edit('a: |+\n  x\n\n', (tree) => addEntry(tree, tableAt(tree), 'c', 3))).toBe(
      'a: |+\n  x\n\nc: 3\n',
    );
    expect(edit('a: {b: 1}\n', (tree) => addEntry(tree, tableAt(tree, 'a'), 'c', 3))).toBe(
      'a: {b: 1, c: 3}\n',
    );
  });

  it('removes entries with their comments', () => {
    const remove = (text: string, ...path: (string | number)[]) =>
      edit(text, (tree) => removeEntry(tree, tableAt(tree, ...path.slice(0, -1)), entryAt(tree, ...path)));
    expect(remove(policy, 'blocked')).toBe(policy.replace('# lists\nblocked: []\n', ''));
    expect(remove(policy, 'upstreams', 0, 'mirrors')).toBe(policy.replace(/ {4}mirrors:\n(?: {6}.*\n)+/, ''));
    expect(remove(policy, 'upstreams', 0, 'mirrors', 0, 'location')).toBe(
      policy.replace('location: "m1.corp.example"\n        ', ''),
    );
    expect(remove('a:\n  b: 1\nc: 2\n', 'a', 'b')).toBe('a: {}\nc: 2\n');
  });

  it('renames keys', () => {
    expect(edit('a b: 1\n', (tree) => renameKey(tree, entryAt(tree, 'a b'), 'c'))).toBe('c: 1\n');
    expect(edit('"a": 1\n', (tree) => renameKey(tree, entryAt(tree, 'a'), 'c'))).toBe('"c": 1\n');
  });
});

describe('items in YAML', () => {
  it('adds items in the style of the list', () => {
    expect(
      edit(policy, (tree) =>
        addItem(tree, arrayAt(tree, 'upstreams'), { name: 'gcr.io', mirrors: [{ location: 'x' }] }),
      ),
    ).toBe(
      policy.replace(
        '- name: quay.io\n',
        '- name: quay.io\n  - name: gcr.io\n    mirrors:\n      - location: x\n',
      ),
    );
    expect(edit(policy, (tree) => addItem(tree, arrayAt(tree, 'blocked'), 'x'))).toBe(
      policy.replace('blocked: []', 'blocked:\n  - x'),
    );
    expect(edit(policy, (tree) => addItem(tree, arrayAt(tree, 'allowed'), 'x', { index: 0 }))).toBe(
      policy.replace('[quay.io', '[x, quay.io'),
    );
    expect(edit(policy, (tree) => addItem(tree, arrayAt(tree, 'upstreams'), 'x', { index: 0 }))).toBe(
      policy.replace('  # Docker Hub', '  - x\n  # Docker Hub'),
    );
    expect(edit('- - a\n- b\n', (tree) => addItem(tree, arrayAt(tree, 0), 'x', { index: 0 }))).toBe(
      '- - x\n  - a\n- b\n',
    );
  });

  it('removes items with their comments', () => {
    const remove = (text: string, index: number, ...path: (string | number)[]) =>
      edit(text, (tree) => removeItem(tree, arrayAt(tree, ...path), index));
    expect(remove(policy, 0, 'upstreams')).toBe(
      policy.replace(/ {2}# Docker Hub[\s\S]*?(?= {2}- name: quay)/, ''),
    );
    expect(remove(policy, 1, 'upstreams', 0, 'mirrors')).toBe(
      policy.replace('      - location: "m2.corp.example"\n', ''),
    );
    expect(remove('a:\n  - x\nb: 1\n', 0, 'a')).toBe('a: []\nb: 1\n');
    expect(remove('- - a\n  - b\n', 0, 0)).toBe('- - b\n');
    expect(remove('-\n  a: 1\n-\n  b: 2\n', 1)).toBe('-\n  a: 1\n');
  });
});
