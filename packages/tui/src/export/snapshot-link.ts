import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeAddress, NodeFacts } from '@mirrorwright/core';
import { snapshotStates } from '@mirrorwright/io';
import { type NodeLink, nodeError } from '@mirrorwright/io/push';

/** The folder of a machine: below the given one by its name, as several are pulled, or the given one itself. */
export function folderOf(root: string, name: string): string {
  const own = join(root, name);
  return existsSync(own) ? own : root;
}

/** Reads a machine from a folder that is taken as its file system. Nothing can be pushed through it. */
export async function openSnapshot(root: string, { name }: NodeAddress): Promise<NodeLink> {
  if (!existsSync(root))
    throw nodeError({
      kind: 'other',
      message: `${root} is not there`,
      nextStep: 'name a folder with the files of the machine: --root DIR',
    });
  const folder = folderOf(root, name);
  const cannot = (): Promise<never> =>
    Promise.reject(
      nodeError({
        kind: 'other',
        message: `${name} is a folder, not a machine`,
        nextStep: 'export it, or make a bundle and carry it there',
      }),
    );
  return {
    facts: (markers) => factsOf(folder, markers),
    read: (paths, folders) => snapshotStates(folder, paths, folders),
    apply: cannot,
    rollback: cannot,
    repair: cannot,
    prune: cannot,
    receipts: async () => [],
    outcomeOf: async () => 'unknown',
    undoable: async () => [],
    cancel: () => undefined,
    close: async () => undefined,
  };
}

/** What runs there is not known; whether systemd does is seen where the files arrive. */
async function factsOf(folder: string, markers: readonly string[]): Promise<NodeFacts> {
  const states = await snapshotStates(folder, ['/etc/hostname', '/etc/os-release', ...markers], []);
  const textOf = (path: string): string => {
    const content = states.find((state) => state.path === path)?.content;
    return content === undefined ? '' : new TextDecoder().decode(content);
  };
  return {
    hostname: /^[\x21-\x7e]{1,253}$/.exec(textOf('/etc/hostname').trim())?.[0] ?? '',
    os: /^PRETTY_NAME="?(.*?)"?$/m.exec(textOf('/etc/os-release'))?.[1] ?? '',
    uid: 0,
    systemd: true,
    versions: {},
    markers: markers.filter((marker) =>
      states.some(({ path, kind }) => path === marker && kind !== 'missing'),
    ),
    readOnly: [],
    isCopy: true,
  };
}
