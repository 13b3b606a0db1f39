import { readdir, stat } from 'node:fs/promises';
import { type NodeUser, rootUser, type Snapshot, type SnapshotFile } from '@mirrorwright/core';
import { mapConcurrent, readsAtOnce } from './concurrent.ts';
import { byteOrder } from './glob.ts';
import { findUser } from './passwd.ts';
import { readText, reasonOf } from './read-text.ts';
import { resolveInRoot } from './resolve-in-root.ts';

export type RootResult =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads what the search paths of the containers tools may need from a folder taken as a node's file system.
 * The environment of the caller is never used. Links are resolved inside the folder and cannot leave it.
 */
export async function readRoot(root: string, userName?: string): Promise<RootResult> {
  const info = await stat(root).catch((error: NodeJS.ErrnoException) => error.code ?? 'EIO');
  if (typeof info === 'string') return { ok: false, reason: reasonOf(info) };
  if (!info.isDirectory()) return { ok: false, reason: 'is not a folder' };
  const user = userName === undefined ? rootUser : await userOf(root, userName);
  if (typeof user === 'string') return { ok: false, reason: user };
  const listing: Listing = { root, paths: new Map(), unreadable: [], entered: new Set() };
  for (const folder of searchFolders(user)) await list(listing, folder);
  for (const path of cacheFiles(user)) await place(listing, path);
  const files: SnapshotFile[] = [];
  const read = await mapConcurrent([...listing.paths], readsAtOnce, async ([path, physical]) => ({
    path,
    result: await readText(physical),
  }));
  for (const { path, result } of read) {
    if (result.ok) files.push({ path, text: result.text });
    else listing.unreadable.push({ path, reason: result.reason });
  }
  files.sort((a, b) => byteOrder(a.path, b.path));
  return { ok: true, snapshot: { files, rooted: true, user, unreadable: listing.unreadable } };
}

function searchFolders(user: NodeUser): readonly string[] {
  return [
    'etc/containers',
    'etc/crio',
    'usr/share/containers',
    ...(user.home === '' ? [] : [`${user.home}/.config/containers`]),
  ];
}

function cacheFiles(user: NodeUser): readonly string[] {
  const file = 'containers/short-name-aliases.conf';
  return [`var/cache/${file}`, ...(user.home === '' ? [] : [`${user.home}/.cache/${file}`])];
}

async function userOf(root: string, name: string): Promise<NodeUser | string> {
  const passwd = await resolveInRoot(root, 'etc/passwd', false);
  if (!passwd.ok || !passwd.exists) return `has no etc/passwd to look up the user "${name}" in`;
  const read = await readText(passwd.physical);
  if (!read.ok) return `has an etc/passwd that ${read.reason}`;
  return findUser(read.text, name) ?? `has no user "${name}" in its etc/passwd`;
}

interface Listing {
  readonly root: string;
  /** Path in the root to the physical path, which holds no link. */
  readonly paths: Map<string, string>;
  readonly unreadable: { path: string; reason: string }[];
  /** Virtual and physical path of every folder: a folder may show at two places, but not below itself. */
  readonly entered: Set<string>;
}

/** Deep enough for any real tree; a loop of links ends here at the latest. */
const maxDepth = 8;

async function list(listing: Listing, folder: string, depth = 0): Promise<void> {
  const resolved = await resolveInRoot(listing.root, folder, false);
  if (!resolved.ok) {
    if (resolved.code !== 'ENOENT' && resolved.code !== 'ENOTDIR')
      listing.unreadable.push({ path: folder, reason: reasonOf(resolved.code) });
    return;
  }
  if (!resolved.exists || depth > maxDepth || listing.entered.has(resolved.physical)) return;
  listing.entered.add(resolved.physical);
  try {
    const entries = await readdir(resolved.physical, { withFileTypes: true });
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) await list(listing, path, depth + 1);
      } else if (entry.isFile()) {
        if (wanted(path)) listing.paths.set(path, `${resolved.physical}/${entry.name}`);
      } else if (entry.isSymbolicLink()) await place(listing, path, depth + 1);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
    if (code !== 'ENOTDIR') listing.unreadable.push({ path: folder, reason: reasonOf(code) });
  }
}

/** Adds a file, or the folder that a link leads to. */
async function place(listing: Listing, path: string, depth = 0): Promise<void> {
  const resolved = await resolveInRoot(listing.root, path, false);
  if (!resolved.ok) {
    if (wanted(path) && resolved.code !== 'ENOENT' && resolved.code !== 'ENOTDIR')
      listing.unreadable.push({ path, reason: reasonOf(resolved.code) });
    return;
  }
  if (!resolved.exists) return;
  const info = await stat(resolved.physical).catch(() => undefined);
  if (info?.isDirectory()) await list(listing, path, depth);
  else if (info !== undefined && wanted(path)) listing.paths.set(path, resolved.physical);
}

/** Certificates and unit files are no configuration of registries. */
const skippedFolders: ReadonlySet<string> = new Set(['certs.d', 'systemd', 'oci']);

/** Everything in a drop-in folder (a wrong ending is worth a finding), else by ending. */
function wanted(path: string): boolean {
  return /\.d\/[^/]+$/.test(path) || /\.(conf|json|ya?ml)$/.test(path);
}
