import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../../testing/shared.ts';
import { applyEdits } from '../../text/edit.ts';
import { tokens } from '../tokens.ts';
import { entryOf, type SyntaxFormat, type SyntaxTree, type TableNode, type ValueNode } from '../tree.ts';
import { addEntry, addItem, removeEntry, removeItem, setValue } from './index.ts';
import { at, parseText } from './testing/edit-text.ts';

const corpus = sharedFolder('corpus');
const formats: ReadonlyMap<string, SyntaxFormat> = new Map([
  ['registries-conf', 'toml'],
  ['containerd-config', 'toml'],
  ['hosts-toml', 'toml'],
  ['policy-json', 'json'],
  ['docker-daemon', 'json'],
  ['openshift-yaml', 'yaml'],
  ['registries-d', 'yaml'],
  ['k3s-registries', 'yaml'],
]);

type Path = readonly (string | number)[];

/** Up to 60 nodes of a tree with their paths. */
function nodes(tree: SyntaxTree): readonly (readonly [Path, ValueNode])[] {
  const found: (readonly [Path, ValueNode])[] = [[[], tree.root]];
  for (let i = 0; i < found.length && found.length < 60; i++) {
    const [path, node] = found[i]!;
    if (node.kind === 'table')
      for (const entry of node.entries) found.push([[...path, entry.key], entry.value]);
    if (node.kind === 'array')
      for (const [index, item] of node.items.entries()) found.push([[...path, index], item]);
  }
  return found;
}

/** What is wrong with edits of this text, for the report. */
function faults(format: SyntaxFormat, text: string): readonly string[] {
  const tree = parseText(format, text);
  const wrong: string[] = [];
  const written = tokens(tree).map(({ span }) => text.slice(span.start, span.end));
  if (written.join('') !== text) wrong.push('tokens do not give the text back');
  if (tree.problems.length > 0) return wrong;
  for (const [path, node] of nodes(tree)) {
    const name = path.join('.');
    if (node.kind === 'scalar' && setValue(tree, node, node.value).length > 0)
      wrong.push(`no-op edits ${name}`);
    if (node.kind === 'table' && node.style !== 'implicit') {
      const after = parseText(format, applyEdits(text, addEntry(tree, node, 'new-key', 'x')));
      const table = at(after, ...path) as TableNode;
      const entry = entryOf(table, 'new-key');
      const back = entry && applyEdits(after.source.text, removeEntry(after, table, entry));
      if (back !== text) wrong.push(`entry in ${name}`);
    }
    if (node.kind === 'array' && node.style !== 'tables') {
      const after = parseText(format, applyEdits(text, addItem(tree, node, 'x')));
      const array = at(after, ...path);
      if (array.kind !== 'array' || array.items.length !== node.items.length + 1)
        wrong.push(`item in ${name}`);
      else if (applyEdits(after.source.text, removeItem(after, array, node.items.length)) !== text)
        wrong.push(`item in ${name}`);
    }
  }
  return wrong;
}

describe.skipIf(corpus === undefined)('edits of real files', () => {
  it.each([...formats])('add and remove byte for byte: %s', (folder, format) => {
    const directory = join(corpus!, folder);
    const files = readdirSync(directory).toSorted();
    const step = Math.ceil(files.length / 150);
    const wrong = files
      .filter((_, index) => index % step === 0)
      .flatMap((file) => {
        const text = readFileSync(join(directory, file), 'utf8');
        return text.length > 100_000 ? [] : faults(format, text).map((fault) => `${file}: ${fault}`);
      });
    expect(wrong).toEqual([]);
  });
});
