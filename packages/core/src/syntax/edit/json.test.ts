import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../text/edit.ts';
import type { SyntaxTree } from '../tree.ts';
import { addEntry, addItem, removeEntry, removeItem, renameKey, setValue } from './index.ts';
import { arrayAt, at, editText, entryAt, parseText, tableAt } from './testing/edit-text.ts';

const edit = (text: string, change: (tree: SyntaxTree) => readonly TextEdit[]) =>
  editText('json', text, change);

const policy = `{
    "default": [
        {"type": "reject"}
    ],
    "transports": {
        "docker": {
            "quay.io": [{"type": "insecureAcceptAnything"}]
        }
    }
}
`;

describe('edits in JSON', () => {
  it('sets a scalar and nothing else', () => {
    const set = (tree: SyntaxTree) => setValue(tree, at(tree, 'default', 0, 'type'), 'a"\\\u0001');
    expect(edit(policy, set)).toBe(policy.replace('"reject"', '"a\\"\\\\\\u0001"'));
    const tree = parseText('json', policy);
    expect(setValue(tree, at(tree, 'default'), [{ type: 'reject' }])).toEqual([]);
  });

  it('adds entries with the indentation of the file', () => {
    const add = (tree: SyntaxTree) =>
      addEntry(tree, tableAt(tree, 'transports', 'docker'), 'docker.io', [
        { type: 'signedBy', keyPath: '/etc/key' },
      ]);
    expect(edit(policy, add)).toBe(
      policy.replace(
        '[{"type": "insecureAcceptAnything"}]\n',
        `[{"type": "insecureAcceptAnything"}],
            "docker.io": [
                {
                    "type": "signedBy",
                    "keyPath": "/etc/key"
                }
            ]
`,
      ),
    );
    const first = (tree: SyntaxTree) =>
      addEntry(
        tree,
        tableAt(tree, 'transports'),
        'atomic',
        {},
        { before: entryAt(tree, 'transports', 'docker') },
      );
    expect(edit(policy, first)).toBe(
      policy.replace('        "docker"', '        "atomic": {},\n        "docker"'),
    );
  });

  it('keeps the style of one line', () => {
    expect(edit('{"a":1}', (tree) => addEntry(tree, tableAt(tree), 'b', { c: [1, 2] }))).toBe(
      '{"a":1, "b":{"c": [1, 2]}}',
    );
    expect(edit('{}', (tree) => addEntry(tree, tableAt(tree), '__proto__', null))).toBe(
      '{"__proto__": null}',
    );
    expect(edit('{\r\n}\r\n', (tree) => addEntry(tree, tableAt(tree), 'a', 1))).toBe(
      '{\r\n    "a": 1\r\n}\r\n',
    );
    expect(edit('[ 1, 2 ]', (tree) => addItem(tree, arrayAt(tree), 3, { index: 1 }))).toBe('[ 1, 3, 2 ]');
  });

  it('removes entries and items with their commas', () => {
    expect(edit(policy, (tree) => removeEntry(tree, tableAt(tree), entryAt(tree, 'transports')))).toBe(
      '{\n    "default": [\n        {"type": "reject"}\n    ]\n}\n',
    );
    expect(edit(policy, (tree) => removeEntry(tree, tableAt(tree), entryAt(tree, 'default')))).toBe(
      policy.replace('    "default": [\n        {"type": "reject"}\n    ],\n', ''),
    );
    expect(edit('{"a": 1, "b": 2}', (tree) => removeEntry(tree, tableAt(tree), entryAt(tree, 'b')))).toBe(
      '{"a": 1}',
    );
    expect(edit('[1]', (tree) => removeItem(tree, arrayAt(tree), 0))).toBe('[]');
  });

  it('renames keys and supplies missing values', () => {
    expect(edit('{"a": 1}', (tree) => renameKey(tree, entryAt(tree, 'a'), 'b"c'))).toBe('{"b\\"c": 1}');
    expect(edit('{"a":}', (tree) => setValue(tree, at(tree, 'a'), 1))).toBe('{"a": 1}');
  });

  it('changes of an object only what differs', () => {
    const set = (tree: SyntaxTree) =>
      setValue(tree, at(tree), { default: [{ type: 'insecureAcceptAnything' }], transports: { docker: {} } });
    expect(edit(policy, set)).toBe(
      `{
    "default": [
        {"type": "insecureAcceptAnything"}
    ],
    "transports": {
        "docker": {
        }
    }
}
`,
    );
  });
});
