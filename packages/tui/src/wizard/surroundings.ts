import process from 'node:process';
import { detectDialect, rootUser, type Snapshot, type SnapshotFile } from '@mirrorwright/core';
import { collectFiles, readFolder, readRoot } from '@mirrorwright/io';
import { targetKinds, tidyFolder } from './cluster.ts';
import type { Surroundings, WizardState } from './state.ts';

export interface Found {
  readonly around: Surroundings;
  /** What could not be read, one line each. It is taken for nothing, so that no change is shown against something else. */
  readonly problems: readonly string[];
}

const emptyNode: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

/** What lies around the answers. */
export async function readAround(
  { root, resources, cluster, policy }: Pick<WizardState, 'root' | 'resources' | 'cluster' | 'policy'>,
  user: string | undefined,
  { node = 'read' }: { readonly node?: 'read' | 'not read' } = {},
): Promise<Found> {
  const existing = node === 'read' ? await readRoot(root, user) : { ok: true as const, snapshot: emptyNode };
  const inFolder = await readResourceFolder(resources);
  const present = cluster === null ? null : await readCluster(cluster);
  // a file of that name is nobody's matter where there is no cluster
  const unread = targetKinds({ policy }).clusters.length === 0 ? null : inFolder;
  return {
    around: {
      existing: existing.ok ? existing.snapshot : emptyNode,
      inFolder: typeof inFolder === 'string' ? [] : inFolder,
      present: typeof present === 'string' ? null : present,
    },
    problems: [existing.ok ? null : `${root} ${existing.reason}`, unread, present].filter(
      (each) => typeof each === 'string',
    ),
  };
}

/** What `oc apply` would take of the folder for resources, and of those for one of several releases in it. */
async function readResourceFolder(resources: string): Promise<readonly SnapshotFile[] | string> {
  const folder = tidyFolder(resources);
  const top = await readFolder(folder, isResource);
  if (!top.ok) return `${folder} ${top.reason}`;
  const files = top.files.map(({ name, text }) => ({ path: within(folder, name), text }));
  for (const name of top.folders.filter((each) => /^openshift-\d+\.\d+$/.test(each))) {
    const below = await readFolder(within(folder, name), isResource);
    if (!below.ok) return `${within(folder, name)} ${below.reason}`;
    for (const { name: file, text } of below.files)
      files.push({ path: within(within(folder, name), file), text });
  }
  return files;
}

/** The resources that a cluster has: of a file, or of all files of a folder that hold some. */
async function readCluster(cluster: string): Promise<Snapshot | string> {
  const { files, problems } = await collectFiles([cluster], { cwd: process.cwd() });
  const problem = problems.find(({ named }) => named);
  if (problem !== undefined) return `${problem.path} ${problem.reason}`;
  const found = files.filter(({ path, text }) => detectDialect(path, text).dialect === 'openshift');
  if (found.length === 0) return `${cluster} holds no resource of OpenShift about images`;
  const snapshot = found.map(({ path, text }) => ({ path, text }));
  return { files: snapshot, rooted: false, user: rootUser, unreadable: [] };
}

function isResource(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name) && !name.startsWith('.');
}

function within(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
