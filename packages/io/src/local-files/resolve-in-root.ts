import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** As many links as Linux follows before it answers ELOOP. */
const maxLinks = 40;

export type Resolved =
  | { readonly ok: true; readonly physical: string; readonly exists: boolean }
  | { readonly ok: false; readonly code: string };

/**
 * Where `path` leads when `root` is the root of the file system: absolute links start at `root` again and `..`
 * stops there, as after chroot. The answer has no link in it, so that opening it cannot leave the root.
 * A missing last component is answered with `exists: false`; missing folders too when `createsFolders` is set.
 */
export async function resolveInRoot(root: string, path: string, createsFolders: boolean): Promise<Resolved> {
  const done: string[] = [];
  const waiting = path.split('/').reverse();
  let links = 0;
  while (waiting.length > 0) {
    const part = waiting.pop()!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = join(root, ...done, part);
    const info = await lstat(here).catch((error: NodeJS.ErrnoException) => error.code ?? 'EIO');
    if (typeof info === 'string') {
      const rest = waiting.filter((name) => name !== '' && name !== '.').reverse();
      if (info !== 'ENOENT') return { ok: false, code: info };
      if (rest.includes('..') || (rest.length > 0 && !createsFolders)) return { ok: false, code: info };
      return { ok: true, physical: join(here, ...rest), exists: false };
    }
    if (!info.isSymbolicLink()) {
      done.push(part);
      continue;
    }
    if (++links > maxLinks) return { ok: false, code: 'ELOOP' };
    const target = await readlink(here);
    if (target.startsWith('/')) done.length = 0;
    waiting.push(...target.split('/').reverse());
  }
  return { ok: true, physical: join(root, ...done), exists: true };
}
