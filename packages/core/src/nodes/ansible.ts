import { entryOf, type TableNode, type ValueNode } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { sourceText } from '../text/source.ts';
import { hostsOf } from './ansible-hosts.ts';
import { parseIniInventory } from './ansible-ini.ts';
import { type InventoryGroup, type InventoryVar, nodesOf } from './ansible-vars.ts';
import type { ImportedNodes, NodesProblem } from './model.ts';

/**
 * A static Ansible inventory as nodes, in YAML or INI. Taken are names, ansible_host, ansible_port, ansible_user, the
 * path of a key, ansible_become and groups. Arguments of ssh, programs, templates, vaults and passwords are left out and
 * named. Nothing is run.
 */
export function importAnsible(fileName: string, text: string): ImportedNodes {
  if (text.startsWith('$ANSIBLE_VAULT'))
    return {
      nodes: [],
      skipped: [{ line: 1, message: 'the whole inventory is a vault; decrypt it yourself' }],
    };
  if (text.startsWith('#!'))
    return {
      nodes: [],
      skipped: [{ line: 1, message: 'the inventory is a program; programs are never run' }],
    };
  const skipped: NodesProblem[] = [];
  const groups =
    /\.ya?ml$/i.test(fileName) || looksLikeYaml(text)
      ? yamlGroups(text, skipped)
      : parseIniInventory(text, skipped);
  const nodes = nodesOf(groups, skipped);
  return { nodes, skipped: skipped.toSorted((a, b) => a.line - b.line) };
}

function looksLikeYaml(text: string): boolean {
  return /^---\s*$/m.test(text.slice(0, 1000)) || /^(?:all|ungrouped)\s*:\s*$/m.test(text);
}

function yamlGroups(text: string, skipped: NodesProblem[]): readonly InventoryGroup[] {
  const source = sourceText(text);
  const tree = parseYaml(source);
  const line = (node: ValueNode): number => source.position(node.span.start).line;
  for (const { message, span } of tree.problems)
    skipped.push({ line: source.position(span.start).line, message });
  const groups: InventoryGroup[] = [];
  const open: { name: string; node: ValueNode }[] = tablesIn(tree.root);
  // the same anchored group may be met again; a tree has no circles
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, node } = next;
    if (node.kind !== 'table') continue;
    const vars = (table: ValueNode | undefined): readonly InventoryVar[] => varsOf(table, source.text, line);
    const hosts = entryOf(node, 'hosts')?.value;
    const children = entryOf(node, 'children')?.value;
    groups.push({
      name,
      line: line(node),
      hosts: (hosts?.kind === 'table' ? hosts.entries : []).flatMap(({ key, value, keySpan }) =>
        hostsOf(key, source.position(keySpan.start).line, vars(value), skipped),
      ),
      children: tablesIn(children).map((child) => child.name),
      vars: vars(entryOf(node, 'vars')?.value),
    });
    open.push(...tablesIn(children));
  }
  return groups;
}

function tablesIn(node: ValueNode | undefined): { name: string; node: ValueNode }[] {
  return node?.kind === 'table'
    ? (node as TableNode).entries.map(({ key, value }) => ({ name: key, node: value }))
    : [];
}

function varsOf(
  table: ValueNode | undefined,
  text: string,
  line: (node: ValueNode) => number,
): readonly InventoryVar[] {
  if (table?.kind !== 'table') return [];
  return table.entries.map(({ key, keySpan, value }) => ({
    key,
    line: line(value),
    value: value.kind === 'scalar' && value.value !== null ? String(value.value) : '',
    vault: /!(?:vault|unsafe)\b/.test(text.slice(keySpan.end, value.span.start + 8)),
  }));
}
