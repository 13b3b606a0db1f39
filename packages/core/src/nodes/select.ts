import type { NodeAddress } from '../ports.ts';
import type { NodeEntry } from './model.ts';

/** The nodes of these names and groups, in the order of the file; `unknown` are names that are neither. */
export function selectNodes(
  nodes: readonly NodeEntry[],
  names: readonly string[],
  groups: readonly string[],
): { readonly nodes: readonly NodeEntry[]; readonly unknown: readonly string[] } {
  const [wanted, inGroups] = [new Set(names), new Set(groups)];
  const found = nodes.filter(
    ({ name, groups: own }) => wanted.has(name) || own.some((group) => inGroups.has(group)),
  );
  const known = new Set(
    nodes.flatMap(({ name, groups: own }) => [`node ${name}`, ...own.map((group) => `group ${group}`)]),
  );
  const asked = [...names.map((name) => `node ${name}`), ...groups.map((group) => `group ${group}`)];
  return { nodes: found, unknown: asked.filter((each) => !known.has(each)) };
}

/** What it takes to reach a node. A hop that is a node of the file is written out. */
export function addressOf(node: NodeEntry, nodes: readonly NodeEntry[]): NodeAddress {
  const { groups: _, labels: __, ...address } = node;
  const hop = nodes.find(({ name }) => name === node.jump);
  if (hop === undefined) return address;
  const host = hop.address.includes(':') ? `[${hop.address}]` : hop.address;
  const port = hop.port === undefined ? '' : `:${hop.port}`;
  return { ...address, jump: `${hop.user === undefined ? '' : `${hop.user}@`}${host}${port}` };
}
