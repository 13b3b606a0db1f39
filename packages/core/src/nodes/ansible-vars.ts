import type { NodeEntry, NodesProblem } from './model.ts';
import { isHost, isKeyPath, isNodeName, isUser } from './names.ts';

export interface InventoryVar {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly vault: boolean;
}

export interface InventoryHost {
  readonly name: string;
  readonly line: number;
  readonly vars: readonly InventoryVar[];
}

export interface InventoryGroup {
  readonly name: string;
  readonly line: number;
  readonly hosts: readonly InventoryHost[];
  readonly children: readonly string[];
  readonly vars: readonly InventoryVar[];
}

/** The hosts of all groups as nodes. Variables of a host win over those of its groups, a child's over its parent's. */
export function nodesOf(groups: readonly InventoryGroup[], skipped: NodesProblem[]): readonly NodeEntry[] {
  const parents = new Map<string, string[]>();
  for (const { name, children } of groups)
    for (const child of children) parents.set(child, [...(parents.get(child) ?? []), name]);
  const vars = new Map<string, InventoryVar[]>();
  for (const group of groups) vars.set(group.name, [...(vars.get(group.name) ?? []), ...group.vars]);
  const judged = new Map<InventoryVar, boolean>();
  const usable = (each: InventoryVar): boolean => {
    const known = judged.get(each);
    if (known !== undefined) return known;
    const reason = reasonAgainst(each);
    if (reason !== undefined) skipped.push({ line: each.line, message: reason });
    judged.set(each, reason === undefined);
    return reason === undefined;
  };
  const depths = depthsOf(parents);
  const depthOf = (name: string): number => depths.get(name) ?? 0;
  const hosts = new Map<string, { line: number; groups: Set<string>; vars: InventoryVar[] }>();
  for (const group of groups)
    for (const host of group.hosts) {
      const found = hosts.get(host.name) ?? { line: host.line, groups: new Set<string>(), vars: [] };
      for (const name of chainOf(group.name, parents)) found.groups.add(name);
      found.vars.push(...host.vars);
      hosts.set(host.name, found);
    }
  for (const list of vars.values()) for (const each of list) usable(each);
  return [...hosts].flatMap(([name, host]) => {
    const found = new Map<string, InventoryVar>();
    const above = [...host.groups].filter((group) => group !== 'all');
    const inherited = ['all', ...above.reverse().sort((a, b) => depthOf(a) - depthOf(b))];
    for (const each of [...inherited.flatMap((group) => vars.get(group) ?? []), ...host.vars])
      if (usable(each)) found.set(each.key, each);
    const node = nodeOf(name, host, found, skipped);
    return node === undefined ? [] : [node];
  });
}

/** A group and those above it, nearest first. */
function chainOf(name: string, parents: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const chain = new Set([name]);
  for (const each of chain) for (const parent of parents.get(each) ?? []) chain.add(parent);
  return [...chain];
}

/** How far below the top each group is by its longest way, as Ansible counts. Groups in a circle are at the top. */
function depthsOf(parents: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const children = new Map<string, string[]>();
  for (const [name, above] of parents)
    for (const parent of above) children.set(parent, [...(children.get(parent) ?? []), name]);
  const left = new Map([...parents].map(([name, above]) => [name, above.length]));
  const depths = new Map<string, number>();
  const open = [...children.keys()].filter((name) => !parents.has(name));
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const child of children.get(name) ?? []) {
      depths.set(child, Math.max(depths.get(child) ?? 0, (depths.get(name) ?? 0) + 1));
      left.set(child, left.get(child)! - 1);
      if (left.get(child) === 0) open.push(child);
    }
  return depths;
}

const dropped: readonly (readonly [RegExp, string])[] = [
  [
    /^ansible_(?:ssh|scp|sftp)_(?:common|extra)_args$|^ansible_ssh_(?:common_)?args$|_extra_args$/,
    'arguments of ssh are not taken over; put them into ~/.ssh/config',
  ],
  [/^ansible_(?:\w+_)?(?:executable|exe)$|_interpreter$|^ansible_shell_/, 'programs are not taken over'],
  [
    /^ansible_(?:\w+_)?(?:pass|password|passphrase)$|_pass(?:word)?$|token$|secret$/i,
    'passwords are not taken over; they are asked for',
  ],
];

const taken = new Set([
  'host',
  'port',
  'user',
  'ssh_private_key_file',
  'private_key_file',
  'become',
  'connection',
]);

/** The only way up that a push knows. */
const wayUp: ReadonlyMap<string, string> = new Map([
  ['become_user', 'root'],
  ['become_method', 'sudo'],
]);

/** Why a variable is left out, or undefined. Variables of no concern here are passed over without a word. */
function reasonAgainst({ key, value, vault }: InventoryVar): string | undefined {
  const found = dropped.find(([pattern]) => pattern.test(key));
  if (found !== undefined) return `${key}: ${found[1]}`;
  const only = wayUp.get(short(key));
  if (only !== undefined && value.replace('ansible.builtin.', '') !== only)
    return `${key}: a push becomes root by sudo, in no other way`;
  if (!taken.has(short(key))) return undefined;
  if (vault) return `${key}: vaults are not opened`;
  return /\{\{|\{%/.test(value) ? `${key}: templates are not evaluated` : undefined;
}

/** `ansible_ssh_host` is an old name of `ansible_host`. */
function short(key: string): string {
  return key.replace(/^ansible_(?:ssh_(?=host$|port$|user$))?/, '');
}

function nodeOf(
  name: string,
  { line, groups }: { readonly line: number; readonly groups: ReadonlySet<string> },
  vars: ReadonlyMap<string, InventoryVar>,
  skipped: NodesProblem[],
): NodeEntry | undefined {
  const value = (key: string): string | undefined =>
    [...vars].find(([each]) => short(each) === key)?.[1].value;
  const refuse = (message: string): undefined => {
    skipped.push({ line, message });
    return undefined;
  };
  if (!isNodeName(name))
    return refuse(`${JSON.stringify(name.slice(0, 80))} is no name that a node can have`);
  const connection = value('connection');
  if (connection !== undefined && !/^(?:ssh|paramiko(?:_ssh)?|smart)$/.test(connection))
    return refuse(`${name} is not reached by ssh (connection ${JSON.stringify(connection.slice(0, 40))})`);
  const address = value('host') ?? name;
  if (!isHost(address))
    return refuse(`${name}: ${JSON.stringify(address.slice(0, 80))} is no host name or address`);
  const [port, user] = [value('port'), value('user')];
  const identity = value('ssh_private_key_file') ?? value('private_key_file');
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
    return refuse(`${name}: ${JSON.stringify(port.slice(0, 20))} is no port`);
  if (user !== undefined && !isUser(user))
    return refuse(`${name}: ${JSON.stringify(user.slice(0, 40))} is no login name`);
  const usableKey = identity !== undefined && isKeyPath(identity);
  if (identity !== undefined && !usableKey)
    refuse(`${name}: the path of its key is not absolute; it is left out`);
  return {
    name,
    address,
    ...(port !== undefined && { port: Number(port) }),
    ...(user !== undefined && { user }),
    ...(usableKey && { identity }),
    become: /^(?:true|yes|1|on)$/i.test(value('become') ?? '') ? 'sudo' : 'none',
    groups: [...groups].filter((group) => isNodeName(group) && group !== 'all' && group !== 'ungrouped'),
    labels: {},
  };
}
