import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../text/edit.ts';
import type { SyntaxTree, TableNode } from '../tree.ts';
import { addTable, moveEntry, removeTable } from './index.ts';
import { editText, entryAt as entry, tableAt as table } from './testing/edit-text.ts';

const edit = (text: string, change: (tree: SyntaxTree) => readonly TextEdit[]) =>
  editText('toml', text, change);

const mirrors = `# the file

# docker
[[registry]]
location = "docker.io"

[[registry.mirror]]
location = "m1.corp.example"

[[registry]]
location = "quay.io"
# blocked = true

# aliases
[aliases]
a = "b"
`;

describe('tables in TOML', () => {
  it('adds an element behind the last one, with the blank lines of the neighbourhood', () => {
    const added = edit(mirrors, (tree) =>
      addTable(
        tree,
        ['registry'],
        [
          ['location', 'gcr.io'],
          ['insecure', true],
        ],
        { kind: 'element' },
      ),
    );
    expect(added).toBe(
      mirrors.replace(
        '# blocked = true\n',
        '# blocked = true\n\n[[registry]]\nlocation = "gcr.io"\ninsecure = true\n',
      ),
    );
  });

  it('adds a nested element under the element that owns it', () => {
    const add = (after?: (tree: SyntaxTree) => TableNode) =>
      edit(mirrors, (tree) =>
        addTable(tree, ['registry', 'mirror'], [['location', 'm2']], {
          kind: 'element',
          ...(after === undefined ? {} : { after: after(tree) }),
        }),
      );
    const block = '\n[[registry.mirror]]\nlocation = "m2"\n';
    expect(add()).toBe(mirrors.replace('# blocked = true\n', `# blocked = true\n${block}`));
    expect(add((tree) => table(tree, 'registry', 0))).toBe(
      mirrors.replace('"m1.corp.example"\n', `"m1.corp.example"\n${block}`),
    );
    expect(add((tree) => table(tree, 'registry', 0, 'mirror', 0))).toBe(
      mirrors.replace('"m1.corp.example"\n', `"m1.corp.example"\n${block}`),
    );
  });

  it('adds the first table of a file', () => {
    const add = (text: string) =>
      edit(text, (tree) => addTable(tree, ['a', 'b c'], [['x', 1]], { kind: 'table' }));
    expect(add('')).toBe('[a."b c"]\nx = 1\n');
    expect(add('y = 2')).toBe('y = 2\n\n[a."b c"]\nx = 1');
    expect(add('# only\r\n')).toBe('# only\r\n\r\n[a."b c"]\r\nx = 1\r\n');
  });

  it('copies indentation, glued tables and spacing', () => {
    const text =
      "[[registry]]\n  location='a'\n  [[registry.mirror]]\n    location='b'\n[[registry]]\n  location='c'\n";
    expect(
      edit(text, (tree) =>
        addTable(tree, ['registry', 'mirror'], [['location', 'd']], {
          kind: 'element',
          after: table(tree, 'registry', 1),
        }),
      ),
    ).toBe(`${text}  [[registry.mirror]]\n    location='d'\n`);
  });

  it('removes header, body, tables below and own comments', () => {
    const remove = (...path: (string | number)[]) =>
      edit(mirrors, (tree) => removeTable(tree, table(tree, ...path)));
    expect(remove('registry', 0)).toBe(
      `# the file\n\n${mirrors.slice(mirrors.indexOf('[[registry]]\nlocation = "quay'))}`,
    );
    expect(remove('registry', 1)).toBe(
      mirrors.replace('[[registry]]\nlocation = "quay.io"\n# blocked = true\n\n', ''),
    );
    expect(remove('aliases')).toBe(mirrors.slice(0, mirrors.indexOf('\n# aliases')));
    expect(remove('registry', 0, 'mirror', 0)).toBe(
      mirrors.replace('[[registry.mirror]]\nlocation = "m1.corp.example"\n\n', ''),
    );
  });
});

describe('moveEntry in TOML', () => {
  it('takes the comments above and behind along', () => {
    const text =
      '# file\n\n[[registry]]\n  location = "a"\n  # how short names resolve\n  short-name-mode = "enforcing" # strict\n  blocked = true\n';
    expect(
      edit(text, (tree) =>
        moveEntry(
          tree,
          entry(tree, 'registry', 0, 'short-name-mode'),
          table(tree, 'registry', 0),
          table(tree),
        ),
      ),
    ).toBe(
      '# file\n\n# how short names resolve\nshort-name-mode = "enforcing" # strict\n\n[[registry]]\n  location = "a"\n  blocked = true\n',
    );
  });

  it('moves between tables, in and out of inline tables', () => {
    const move = (text: string, path: string[], to: string[]) =>
      edit(text, (tree) =>
        moveEntry(tree, entry(tree, ...path), table(tree, ...path.slice(0, -1)), table(tree, ...to)),
      );
    expect(move('[a]\nx = 1\n[b]\ny = 2\n', ['a', 'x'], ['b'])).toBe('[a]\n[b]\ny = 2\nx = 1\n');
    expect(move('[a]\nx = 1\n[b]\ny = 2\n', ['b', 'y'], ['a'])).toBe('[a]\nx = 1\ny = 2\n[b]\n');
    expect(move('a = {x = 1, y = 2}\n[b]\nz = 3\n', ['a', 'y'], ['b'])).toBe(
      'a = {x = 1}\n[b]\nz = 3\ny = 2\n',
    );
    expect(move('a.x = 1\n[b]\n', ['a', 'x'], ['b'])).toBe('[b]\nx = 1\n');
    expect(move('x = 1 # c\n\n[b.c]\ny = 2\n', ['x'], ['b'])).toBe('[b]\nx = 1 # c\n\n[b.c]\ny = 2\n');
    expect(move('a = {x = 1}\n[b]\nz = 3\n', ['b', 'z'], ['a'])).toBe('a = {x = 1, z = 3}\n[b]\n');
  });
});
