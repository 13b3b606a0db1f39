import { addEntry, addItem, type PlainValue, removeItem, setValue } from '../syntax/edit/index.ts';
import { entryOf, stringOf } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { applyEdits } from '../text/edit.ts';
import { sourceText } from '../text/source.ts';
import type { NodeEntry, NodesDocument } from './model.ts';

/** The text of a nodes file without nodes. */
export function newNodesText(): string {
  return '# Machines that mirrorwright pushes to. No secrets here: keys by path, passwords are asked for.\nversion: 1\nnodes: []\n';
}

/** The text of the file with more nodes at its end; everything else stays as it is. */
export function withNodes({ tree, source, nodes }: NodesDocument, added: readonly NodeEntry[]): string {
  const { root } = tree;
  const values = added.map(plain);
  if (values.length === 0) return source.text;
  const list = entryOf(root, 'nodes')?.value;
  if (root.kind !== 'table') {
    const gap = source.text === '' || source.text.endsWith('\n') ? '' : '\n';
    const start = source.text === '' ? newNodesText() : `${source.text}${gap}version: 1\nnodes: []\n`;
    const fresh = parseYaml(sourceText(start));
    const empty = entryOf(fresh.root, 'nodes');
    return empty === undefined ? start : applyEdits(start, setValue(fresh, empty.value, values));
  }
  if (list === undefined) return applyEdits(source.text, addEntry(tree, root, 'nodes', values));
  if (list.kind === 'array' && nodes.length > 0)
    return applyEdits(
      source.text,
      values.flatMap((value) => addItem(tree, list, value)),
    );
  return applyEdits(source.text, setValue(tree, list, values));
}

/** The text without that node, or undefined when there is none of that name. */
export function withoutNode({ tree, source, nodes }: NodesDocument, name: string): string | undefined {
  const list = entryOf(tree.root, 'nodes')?.value;
  if (list?.kind !== 'array') return undefined;
  const index = list.items.findIndex((item) => stringOf(entryOf(item, 'name')?.value) === name);
  if (index < 0) return undefined;
  const edits = nodes.length === 1 ? setValue(tree, list, []) : removeItem(tree, list, index);
  return applyEdits(source.text, edits);
}

/** Keys in the usual order, without what is the default. */
function plain({ name, address, port, user, identity, jump, become, groups, labels }: NodeEntry): PlainValue {
  return {
    name,
    address,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(identity !== undefined && { identity }),
    ...(jump !== undefined && { jump }),
    ...(become !== 'none' && { become }),
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
  };
}
