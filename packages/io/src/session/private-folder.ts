import { constants } from 'node:fs';
import { access, lstat, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, NodeError } from './failures.ts';
import { makeOwnedFolder } from './owned-folder.ts';

/** A folder of this run alone: 0700, ours, where programs may be started and where socket names fit. */
export interface PrivateFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** ssh adds a hash of 40 and a suffix of 17 characters; a socket's name holds 103 on every system. */
const longest = 103 - 58;

export async function makePrivateFolder(): Promise<PrivateFolder> {
  const problems: string[] = [];
  for (const base of new Set([process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'])) {
    if (base === undefined || !base.startsWith('/')) continue;
    const made = await tryFolder(base).catch((error: Error) => error.message);
    if (typeof made !== 'string') return made;
    problems.push(made);
  }
  const message = `no folder for the connection's socket: ${problems.join('; ')}`;
  throw new NodeError(
    failure('other', message, 'set TMPDIR to a folder with a short name where programs may run'),
  );
}

async function tryFolder(base: string): Promise<PrivateFolder | string> {
  if (Buffer.byteLength(base) + '/mw-XXXXXX'.length > longest)
    return `${base} is too long a name for a socket`;
  const path = await makeOwnedFolder(base, 'mw-');
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  const state = await lstat(path);
  const isOurs = state.isDirectory() && (state.mode & 0o777) === 0o700 && state.uid === process.getuid?.();
  if (!isOurs) {
    await remove();
    return `${path} is not this user's alone`;
  }
  const probe = join(path, 'askpass');
  await writeFile(probe, '#!/bin/sh\nexit 1\n', { mode: 0o700 });
  const runs = await access(probe, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (runs) return { path, remove };
  await remove();
  return `${base} lets no program run`;
}
