import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { SyntaxTree, TableNode, ValueNode } from '../tree.ts';
import {
  addEntry,
  addItem,
  addTable,
  removeEntry,
  removeItem,
  removeTable,
  renameKey,
  setValue,
} from './index.ts';
import { jsonDocument, tomlDocument, yamlDocument } from './testing/documents.ts';
import { parseText, tableAt } from './testing/edit-text.ts';

function allNodes(tree: SyntaxTree): readonly ValueNode[] {
  const found: ValueNode[] = [tree.root];
  for (let i = 0; i < found.length && i < 200; i++) {
    const node = found[i]!;
    if (node.kind === 'table') found.push(...node.entries.map(({ value }) => value));
    if (node.kind === 'array') found.push(...node.items);
  }
  return found;
}

/** Every edit that could be asked for at a node. */
function* everyEdit(tree: SyntaxTree, node: ValueNode): Generator<readonly TextEdit[]> {
  const isBody = node.kind === 'table' && node.style !== 'inline';
  if (!isBody && (node.kind !== 'array' || node.style !== 'tables')) yield setValue(tree, node, ['x']);
  if (node.kind === 'array' && node.style !== 'tables') {
    yield addItem(tree, node, 'x');
    yield addItem(tree, node, 'x', { index: 0 });
    yield removeItem(tree, node, node.items.length - 1);
    yield removeItem(tree, node, 0);
  }
  if (node.kind !== 'table') return;
  yield addEntry(tree, node, 'new', 'x');
  for (const entry of node.entries.slice(0, 3)) {
    yield removeEntry(tree, node, entry);
    yield renameKey(tree, entry, 'other');
    yield addEntry(tree, node, 'new', 'x', { before: entry });
  }
  if (tree.format !== 'toml' || node.headerSpan === undefined) return;
  yield removeTable(tree, node);
  yield addTable(tree, ['a', 'b'], [['x', 1]], { kind: 'element', after: node });
}

describe.each([
  ['toml', tomlDocument],
  ['json', jsonDocument],
  ['yaml', yamlDocument],
] as const)('edits of broken %s', (format, document) => {
  it('never throw and never overlap', () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '=',
      ':',
      '\n',
      '#',
      '- ',
      '"""',
      '\r',
      '\0',
      '&a',
      '*a',
      'x',
    );
    fc.assert(
      fc.property(
        document,
        fc.array(fc.tuple(fc.nat(500), fc.nat(4), piece), { minLength: 1, maxLength: 4 }),
        (text, cuts) => {
          let broken = text;
          for (const [at, length, with_] of cuts) {
            const start = at % (broken.length + 1);
            broken = broken.slice(0, start) + with_ + broken.slice(start + length);
          }
          const tree = parseText(format, broken);
          for (const node of allNodes(tree))
            for (const edits of everyEdit(tree, node)) expect(() => applyEdits(broken, edits)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('edits of large files', () => {
  it('cost as much at the end of 20,000 tables as at the start', () => {
    const text = Array.from(
      { length: 20_000 },
      (_, i) => `[[registry]]\nprefix = "h${i}.example"\n[[registry.mirror]]\nlocation = "m"\n`,
    ).join('\n');
    const tree = parseText('toml', text);
    const edits: TextEdit[] = [];
    for (let i = 0; i < 20_000; i += 2) {
      const table = tableAt(tree, 'registry', i);
      edits.push(...addEntry(tree, table, 'insecure', true));
      edits.push(
        ...addTable(tree, ['registry', 'mirror'], [['location', 'n']], { kind: 'element', after: table }),
      );
      edits.push(...removeTable(tree, tableAt(tree, 'registry', i + 1) as TableNode));
    }
    const after = parseText('toml', applyEdits(text, edits));
    expect(after.problems).toEqual([]);
    expect(tableAt(after, 'registry', 9_999, 'mirror', 1).entries).toHaveLength(1);
  });
});
