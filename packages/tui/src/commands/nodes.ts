import { isHop, isHost, isKeyPath, isNodeName, isUser, type NodeEntry } from '@mirrorwright/core';
import {
  addNodes,
  type ImportResult,
  importInventory,
  importSshNames,
  readNodesFile,
  removeNode,
} from '@mirrorwright/io';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { nodesPath } from '../push/choose.ts';
import { numberOption } from '../push/wanted.ts';

/** `mirrorwright nodes add NAME ADDRESS`, `nodes add --from-ssh FILE`, `nodes add --from-ansible FILE`. */
export async function runAdd({ args, options, streams }: Invocation): Promise<number> {
  const path = nodesPath(options);
  const ssh = stringOption(options, 'from-ssh');
  const ansible = stringOption(options, 'from-ansible');
  if (ssh !== undefined && ansible !== undefined)
    throw usageError('--from-ssh and --from-ansible exclude each other');
  if (ssh === undefined && ansible === undefined)
    return added(path, [nodeOf(args, options)], options, streams);
  const imported = ssh === undefined ? await importInventory(ansible!) : await importSshNames(ssh);
  if (!imported.ok) {
    streams.err(`mirrorwright: ${imported.reason}\n`);
    return exitCodes.findings;
  }
  return addImported(path, imported, args, options, streams);
}

/** All that is found, or those that are named; names that are there already stay as they are. */
async function addImported(
  path: string,
  imported: Extract<ImportResult, { ok: true }>,
  names: readonly string[],
  options: Options,
  streams: Streams,
): Promise<number> {
  for (const line of imported.skipped) streams.err(`left out: ${line}\n`);
  const missing = names.filter((name) => !imported.nodes.some((node) => node.name === name));
  if (missing.length > 0) throw usageError(`there is no ${missing.join(', no ')} to import`);
  const read = await readNodesFile(path);
  const there = new Set(read.ok ? read.document.nodes.map(({ name }) => name) : []);
  const found = imported.nodes.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const { name } of found)
    if (there.has(name)) streams.err(`${name} is in ${path} already; it stays as it is\n`);
  const fresh = found.filter(({ name }) => !there.has(name));
  const groups = listOption(options, 'group');
  const grouped = fresh.map((node) => ({ ...node, groups: [...new Set([...node.groups, ...groups])] }));
  if (grouped.length === 0) {
    streams.err('nothing to add\n');
    return found.length === 0 ? exitCodes.findings : exitCodes.ok;
  }
  return added(path, grouped, options, streams);
}

async function added(
  path: string,
  nodes: readonly NodeEntry[],
  options: Options,
  streams: Streams,
): Promise<number> {
  const result = await addNodes(path, nodes);
  if (!result.ok) {
    for (const message of result.messages) streams.err(`mirrorwright: ${message}\n`);
    return exitCodes.findings;
  }
  if (!flagOption(options, 'quiet'))
    await streams.out(`${path}: added ${nodes.map(({ name }) => name).join(', ')}\n`);
  return exitCodes.ok;
}

function nodeOf([name, address, ...more]: readonly string[], options: Options): NodeEntry {
  if (name === undefined) throw usageError('name the node and its address: nodes add NAME ADDRESS');
  if (more.length > 0) throw usageError(`one node at a time: what is ${JSON.stringify(more[0])}?`);
  const host = address ?? name;
  const port = numberOption(options, 'port', 1);
  const user = stringOption(options, 'login');
  const identity = stringOption(options, 'identity');
  const jump = stringOption(options, 'jump');
  const groups = listOption(options, 'group');
  const checks: readonly (readonly [string, string | undefined, (text: string) => boolean, string])[] = [
    ['the name', name, isNodeName, 'letters, digits, dots, hyphens and underscores'],
    ['the address', host, isHost, 'a host name or an IP address'],
    ['--login', user, isUser, 'a login name'],
    ['--identity', identity, isKeyPath, 'the path of a key, absolute or starting with ~/'],
    ['--jump', jump, isHop, 'the name of a node, or [user@]host[:port]'],
    ...groups.map(
      (group) => ['--group', group, isNodeName, 'letters, digits, dots, hyphens and underscores'] as const,
    ),
  ];
  for (const [what, value, check, wanted] of checks)
    if (value !== undefined && !check(value))
      throw usageError(`${what} ${JSON.stringify(value)} must be ${wanted}`);
  return {
    name,
    address: host,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(identity !== undefined && { identity }),
    ...(jump !== undefined && { jump }),
    become: flagOption(options, 'sudo') ? 'sudo' : 'none',
    groups,
    labels: labelsOf(listOption(options, 'label')),
  };
}

function labelsOf(labels: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    labels.map((label) => {
      const match = /^([^=]+)=([^\u0000-\u001f\u007f]*)$/.exec(label);
      if (match === null || !isNodeName(match[1]!))
        throw usageError(`--label ${JSON.stringify(label)}: give KEY=VALUE`);
      return [match[1]!, match[2]!];
    }),
  );
}

/** `mirrorwright nodes list`. */
export async function runList({ options, streams }: Invocation): Promise<number> {
  const path = nodesPath(options);
  const read = await readNodesFile(path);
  if (!read.ok) {
    for (const message of read.messages) streams.err(`mirrorwright: ${message}\n`);
    if (read.missing) streams.err('make it with: mirrorwright nodes add NAME ADDRESS\n');
    return exitCodes.findings;
  }
  const { nodes } = read.document;
  const json = stringOption(options, 'format') === 'json';
  await streams.out(json ? `${JSON.stringify({ version: 1, nodes }, null, 2)}\n` : table(nodes));
  return exitCodes.ok;
}

function table(nodes: readonly NodeEntry[]): string {
  const rows = nodes.map(({ name, address, port, user, jump, become, groups }) => [
    name,
    `${user === undefined ? '' : `${user}@`}${address}${port === undefined ? '' : `:${port}`}`,
    jump === undefined ? '' : `over ${jump}`,
    become === 'sudo' ? 'sudo' : '',
    groups.join(','),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `mirrorwright nodes remove NAME...`. */
export async function runRemove({ args, options, streams }: Invocation): Promise<number> {
  if (args.length === 0) throw usageError('name the nodes to remove');
  const path = nodesPath(options);
  const read = await readNodesFile(path);
  const nodes = read.ok ? read.document.nodes : [];
  // all of them or none
  const unknown = args.filter((name) => !nodes.some((node) => node.name === name));
  if (read.ok && unknown.length > 0) {
    streams.err(`mirrorwright: ${path} has no node ${unknown.join(', no node ')}; nothing was removed\n`);
    return exitCodes.findings;
  }
  for (const name of new Set(args)) {
    const result = await removeNode(path, name);
    if (!result.ok) {
      for (const message of result.messages) streams.err(`mirrorwright: ${message}\n`);
      return exitCodes.findings;
    }
  }
  if (!flagOption(options, 'quiet')) await streams.out(`${path}: removed ${args.join(', ')}\n`);
  for (const { name, jump } of nodes)
    if (jump !== undefined && args.includes(jump) && !args.includes(name))
      streams.err(`${name} jumps over ${jump}, which ssh now takes as the name of a host\n`);
  return exitCodes.ok;
}
