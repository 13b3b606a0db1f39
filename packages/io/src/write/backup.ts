import { constants, copyFile } from 'node:fs/promises';
import { locate, type WriteRequest, writeReason } from './atomic.ts';

export type BackupResult =
  | { readonly ok: true; readonly path: string | null }
  | { readonly ok: false; readonly reason: string };

/**
 * Copies a file to `NAME.backup-STAMP` beside it and never over something: a number is added until the name is free.
 * The ending keeps it from being read as a drop-in. A file that is not there needs no backup: path null.
 *
 * @param stamp e.g. `20261121-0154`, chosen by the caller so that the files of one run share it.
 */
export async function backUp(
  request: Pick<WriteRequest, 'path' | 'root'>,
  stamp: string,
): Promise<BackupResult> {
  try {
    const source = await locate(request);
    if (typeof source !== 'string') return source;
    for (let count = 1; ; count++) {
      const path = `${source}.backup-${stamp}${count === 1 ? '' : `-${count}`}`;
      try {
        await copyFile(source, path, constants.COPYFILE_EXCL);
        return { ok: true, path };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') return { ok: true, path: null };
        if (code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    return { ok: false, reason: writeReason(error) };
  }
}
