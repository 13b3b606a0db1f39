import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrent, readsAtOnce } from './concurrent.ts';
import { failure, type ReadResult, readText } from './read-text.ts';

export type FolderResult =
  | {
      readonly ok: true;
      /** Names in the folder, sorted, with the texts of the files that are wanted and could be read. */
      readonly files: readonly { readonly name: string; readonly text: string }[];
      readonly folders: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Reads the files of one folder whose names are wanted, and nothing below it. A folder that is not there is empty. */
export async function readFolder(path: string, wanted: (name: string) => boolean): Promise<FolderResult> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.map(({ name }) => name).sort();
    const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
    const read = await mapConcurrent(
      names.filter((name) => !folders.has(name) && wanted(name)),
      readsAtOnce,
      async (name) => ({ name, result: await textOf(join(path, name)) }),
    );
    const files = read.flatMap(({ name, result }) =>
      result?.ok === true ? [{ name, text: result.text }] : [],
    );
    return { ok: true, files, folders: names.filter((name) => folders.has(name)) };
  } catch (error) {
    const { kind, reason } = failure(error);
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return { ok: false, reason: 'is not a folder' };
    return kind === 'missing' ? { ok: true, files: [], folders: [] } : { ok: false, reason };
  }
}

/** A pipe or device with such a name is nobody's answer, and reading it could wait for ever. */
async function textOf(path: string): Promise<ReadResult | undefined> {
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() === true ? readText(path) : undefined;
}
