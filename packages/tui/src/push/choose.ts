import { closest, isNodeName, nodesFileName, selectNodes } from '@mirrorwright/core';
import { readNodesFile } from '@mirrorwright/io';
import { type ChosenNode, withAddresses } from '@mirrorwright/io/push';
import { usageError } from '../cli/exit.ts';
import { listOption, type Options, stringOption } from '../cli/spec.ts';

/** The nodes file: --nodes FILE, or the one that lies here. */
export function nodesPath(options: Options): string {
  return stringOption(options, 'nodes') ?? nodesFileName;
}

/** All nodes of the file. A file with faults is a usage error that names them all. */
export async function allNodes(options: Options): Promise<readonly ChosenNode[]> {
  const path = nodesPath(options);
  const read = await readNodesFile(path);
  if (!read.ok) {
    if (read.missing && stringOption(options, 'root') !== undefined) return [unnamedNode(options)];
    const how = read.missing ? '\nmake it with: mirrorwright nodes add NAME ADDRESS' : '';
    throw usageError(read.messages.join('\nmirrorwright: ') + how);
  }
  const { nodes } = read.document;
  return withAddresses(nodes);
}

/** The machine in the folder of --root, where no nodes file names it. */
function unnamedNode(options: Options): ChosenNode {
  const [name = 'machine'] = listOption(options, 'node');
  if (!isNodeName(name)) throw usageError(`--node ${JSON.stringify(name)}: letters, digits, dots and dashes`);
  const address = { name, address: name, become: 'none' } as const;
  return { entry: { ...address, groups: [], labels: {} }, address };
}

/** The nodes that --node and --group name; without both all of the file. */
export async function chosenNodes(
  options: Options,
  names: readonly string[] = listOption(options, 'node'),
): Promise<readonly ChosenNode[]> {
  const all = await allNodes(options);
  const groups = listOption(options, 'group');
  const path = nodesPath(options);
  if (all.length === 0)
    throw usageError(`${path} has no nodes; add one with: mirrorwright nodes add NAME ADDRESS`);
  if (names.length === 0 && groups.length === 0) return all;
  const entries = all.map(({ entry }) => entry);
  const { nodes, unknown } = selectNodes(entries, names, groups);
  const [first] = unknown;
  if (first !== undefined) {
    const known = entries.flatMap(({ name, groups: own }) => (first.startsWith('node') ? [name] : own));
    const near = closest(first.split(' ')[1]!, new Set(known));
    throw usageError(
      `${path} has no ${unknown.join(', no ')}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  const chosen = new Set(nodes);
  return all.filter(({ entry }) => chosen.has(entry));
}
