import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Uncollected } from './collect.ts';
import { mayBeConfiguration, walkFolder } from './walk.ts';

/** An editor may have been started in a home folder: nobody waits for all of that. */
const mostFolders = 3000;

/**
 * Files of a folder that may be configuration, in byte order; of a drop-in folder all files, since a wrong ending is a
 * mistake too. With `deep` those of the folders below as well, up to
 * 3,000 of them. A folder that cannot be read has none.
 */
export async function listFolder(
  folder: string,
  { deep }: { readonly deep: boolean },
): Promise<readonly string[]> {
  const problems: Uncollected[] = [];
  if (deep) return (await walkFolder(folder, '/', problems, { mostFolders })).map(({ path }) => path);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isDropIn = /\.d\/?$/.test(folder);
  return entries
    .filter((entry) => !entry.isDirectory() && (isDropIn || mayBeConfiguration(entry.name)))
    .map(({ name }) => join(folder, name))
    .sort();
}
