import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../local-files/read-text.ts';
import { resolveInRoot } from '../local-files/resolve-in-root.ts';

export interface WriteRequest {
  /** The file; relative to `root` when that is given. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits of a new file; an existing one keeps its own. */
  readonly mode?: number;
  /** Links are resolved inside this folder and folders are made below it. Absent: the path is used as it is. */
  readonly root?: string;
  /** The text the change was made from: null = there was no file. When the file is different now, nothing is written. */
  readonly expected?: string | null;
}

export type WriteResult =
  | { readonly ok: true; readonly physical: string; readonly created: boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * Replaces a file so that a reader sees the old text or the new one, never a part: written beside, flushed, renamed.
 * Mode and owner of an existing file stay; a link stays a link and its target is replaced.
 */
export async function writeAtomic(request: WriteRequest): Promise<WriteResult> {
  try {
    const target = await locate(request);
    if (typeof target !== 'string') return target;
    if (request.root !== undefined) await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    const before = await stat(target).catch(() => undefined);
    if (before !== undefined && !before.isFile()) return { ok: false, reason: 'is not a regular file' };
    const changed = await changedSince(target, request.expected, before !== undefined);
    if (changed)
      return { ok: false, reason: 'was changed by someone else in the meantime; nothing was written' };
    await replace(target, request.content, {
      mode: before === undefined ? (request.mode ?? 0o644) : before.mode & 0o7777,
      ...(before === undefined ? {} : { owner: before }),
    });
    return { ok: true, physical: target, created: before === undefined };
  } catch (error) {
    return { ok: false, reason: writeReason(error) };
  }
}

/** The physical path to replace, or why there is none. */
export async function locate(
  request: Pick<WriteRequest, 'path' | 'root'>,
): Promise<string | { readonly ok: false; readonly reason: string }> {
  if (request.root === undefined) return realpath(request.path).catch(() => request.path);
  const resolved = await resolveInRoot(await realpath(request.root), request.path, true);
  return resolved.ok ? resolved.physical : { ok: false, reason: reasonOf(resolved.code) };
}

async function changedSince(
  path: string,
  expected: string | null | undefined,
  exists: boolean,
): Promise<boolean> {
  if (expected === undefined) return false;
  if (expected === null) return exists;
  return !exists || (await readFile(path, 'utf8')) !== expected;
}

async function replace(
  target: string,
  content: string | Uint8Array,
  keep: { readonly mode: number; readonly owner?: { readonly uid: number; readonly gid: number } },
): Promise<void> {
  // A leading dot and no .conf ending: no reader takes the unfinished file for a drop-in.
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  let file: FileHandle | undefined = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (keep.owner !== undefined) {
      const own = await file.stat();
      if (own.uid !== keep.owner.uid || own.gid !== keep.owner.gid)
        await file.chown(keep.owner.uid, keep.owner.gid);
    }
    await file.chmod(keep.mode);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(beside, target);
  } catch (error) {
    await file?.close();
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Makes the rename itself durable. File systems that cannot flush a folder are left alone. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Why a write failed, in words that follow the path. */
export function writeReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const words = new Map([
    ['EACCES', 'cannot be written: permission denied'],
    ['EPERM', 'cannot be written with its owner kept: operation not permitted'],
    ['EROFS', 'cannot be written: the file system is read-only'],
    ['ENOSPC', 'cannot be written: no space left'],
    ['EDQUOT', 'cannot be written: quota exceeded'],
    ['ENOENT', 'cannot be written: its folder does not exist'],
    ['ENOTDIR', 'cannot be written: a part of its path is not a folder'],
  ]);
  return words.get(code) ?? `cannot be written (${code})`;
}
