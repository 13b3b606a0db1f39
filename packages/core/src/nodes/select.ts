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

/** What it takes to reach a node. Hops that are nodes of the file are written out, with their own hops and keys. */
export function addressOf(node: NodeEntry, nodes: readonly NodeEntry[]): NodeAddress {
  const { groups: _, labels: __, ...address } = node;
  const hops: NodeEntry[] = [];
  let jump = node.jump;
  // a file whose jumps lead in a circle is not read
  for (;;) {
    const hop = nodes.find(({ name }) => name === jump);
    if (hop === undefined || hops.includes(hop)) break;
    hops.unshift(hop);
    jump = hop.jump;
  }
  if (hops.length === 0) return address;
  const keys = hops.flatMap(({ address: host, identity }) =>
    identity === undefined ? [] : [{ host, identity }],
  );
  return {
    ...address,
    jump: [...(jump === undefined ? [] : [jump]), ...hops.map(hopText)].join(','),
    ...(keys.length > 0 && { hopIdentities: keys }),
  };
}

/** `[user@]host[:port]`, as ssh takes it. */
function hopText({ address, user, port }: NodeEntry): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
}
