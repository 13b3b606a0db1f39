import { type FileHandle, constants as flags, open } from 'node:fs/promises';

/** Larger files are skipped: no reader of registry configuration is given such a file on purpose. */
export const maxFileBytes: number = 32 * 1024 * 1024;

/** Why a file could not be taken as text. */
export type ReadProblem = 'missing' | 'unreadable' | 'binary' | 'invalid-utf8' | 'too-large' | 'not-a-file';

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly kind: ReadProblem; readonly reason: string };

/**
 * Reads a file as UTF-8 text, a byte order mark kept. Pipes are read to their end; sockets, devices and folders
 * are refused. Never throws for what the file is or holds.
 */
export async function readText(path: string): Promise<ReadResult> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, flags.O_RDONLY);
    const stat = await file.stat();
    if (stat.isDirectory()) return refused('not-a-file', 'is a folder, not a file');
    if (stat.size > maxFileBytes) return tooLarge(stat.size);
    if (stat.isFile()) return decodeText(await file.readFile());
    if (stat.isFIFO()) return await readStream(file.createReadStream({ autoClose: false }));
    return refused('not-a-file', 'is not a regular file');
  } catch (error) {
    return failure(error);
  } finally {
    await file?.close();
  }
}

/** Reads a stream (standard input) with the same limits as a file. */
export async function readStream(stream: AsyncIterable<Uint8Array>): Promise<ReadResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > maxFileBytes) return tooLarge(size);
      chunks.push(chunk);
    }
  } catch (error) {
    return failure(error);
  }
  return decodeText(Buffer.concat(chunks));
}

/** Decodes bytes: a NUL makes them binary, anything but UTF-8 is refused with the offset of the first bad byte. */
export function decodeText(bytes: Uint8Array): ReadResult {
  if (bytes.includes(0)) return refused('binary', 'is a binary file (it holds a NUL byte)');
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refused('invalid-utf8', `is not valid UTF-8 (at byte ${firstBadByte(bytes)})`);
  }
}

/** A system error in words, without the path: callers name the file themselves. */
export function failure(error: unknown): Extract<ReadResult, { ok: false }> {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return refused('missing', 'does not exist');
  if (code === undefined) throw error;
  return refused('unreadable', reasonOf(code));
}

/** Words for the system's error codes; the code itself where there are none. */
export function reasonOf(code: string): string {
  return reasons.get(code) ?? `cannot be read (${code})`;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'is below something that is not a folder'],
  ['EACCES', 'cannot be read: permission denied'],
  ['EPERM', 'cannot be read: operation not permitted'],
  ['ELOOP', 'cannot be read: its symbolic links form a loop'],
  ['EISDIR', 'is a folder, not a file'],
  ['ENAMETOOLONG', 'cannot be read: the name is too long'],
  ['ENXIO', 'is not a regular file'],
]);

function refused(kind: ReadProblem, reason: string): Extract<ReadResult, { ok: false }> {
  return { ok: false, kind, reason };
}

function tooLarge(size: number): ReadResult {
  const megabytes = Math.ceil(size / (1024 * 1024));
  return refused('too-large', `is larger than 32 MB (${megabytes} MB read or announced)`);
}

/** Offset of the first byte that does not continue a valid UTF-8 text: halving over prefixes that decode as a stream. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodesAsPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

function decodesAsPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
