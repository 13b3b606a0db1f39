import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { NodeFileState } from '@mirrorwright/core';
import { maxFileBytes } from './read-text.ts';
import { resolveInRoot } from './resolve-in-root.ts';

/** Reads a folder that is taken as a machine's file system, as a session reads a machine. Links stay inside of it. */
export async function snapshotStates(
  root: string,
  paths: readonly string[],
  folders: readonly string[],
): Promise<readonly NodeFileState[]> {
  const states: NodeFileState[] = [];
  const base = await realpath(root);
  for (const path of paths) states.push(await stateOf(base, path));
  for (const folder of folders) await list(base, folder.replace(/\/+$/, ''), 3, states);
  return states;
}

async function list(root: string, folder: string, depth: number, states: NodeFileState[]): Promise<void> {
  const found = await resolveInRoot(root, folder.slice(1), false);
  states.push(await stateOf(root, folder));
  if (!found.ok || !found.exists) return;
  const names = await readdir(found.physical).catch(() => []);
  for (const name of names.toSorted()) {
    const state = await stateOf(root, `${folder}/${name}`);
    if (state.kind !== 'directory') states.push(state);
    else if (depth > 0) await list(root, state.path, depth - 1, states);
  }
}

async function stateOf(root: string, path: string): Promise<NodeFileState> {
  const found = await resolveInRoot(root, path.slice(1), true);
  if (!found.ok) return { path, realPath: path, kind: 'other' };
  const realPath = `/${relative(root, found.physical)}`;
  const info = await stat(found.physical).catch(() => undefined);
  if (info === undefined) return { path, realPath, kind: 'missing' };
  if (info.isDirectory()) return { path, realPath, kind: 'directory' };
  if (!info.isFile() || info.size > maxFileBytes) return { path, realPath, kind: 'other' };
  const content = await readFile(found.physical).catch(() => undefined);
  if (content === undefined) return { path, realPath, kind: 'other' };
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, realPath, kind: 'file', sha256, content, mode: info.mode & 0o7777, size: info.size };
}
