import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeFile } from '@mirrorwright/core';
import { makeOwnedFolder } from '../session/owned-folder.ts';

/** Runs something in a private folder with these files, which goes away afterwards. */
export async function inFolder<T>(
  files: readonly Pick<NodeFile, 'path' | 'content'>[],
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await makeOwnedFolder(tmpdir(), 'mirrorwright-');
  try {
    for (const { path, content } of files) {
      const place = join(folder, path);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await writeFile(place, content, { mode: 0o600, flag: 'wx' });
    }
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
