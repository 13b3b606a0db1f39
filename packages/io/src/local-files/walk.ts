import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Uncollected } from './collect.ts';
import { byteOrder } from './glob.ts';
import { failure } from './read-text.ts';

export interface Found {
  readonly path: string;
  readonly named: boolean;
}

interface Waiting {
  readonly path: string;
  readonly link: boolean;
}

/**
 * Files below a folder that may be configuration, in byte order. Symbolic links are followed after everything
 * reached without them, and no folder is entered twice, so that a loop of links ends. With `mostFolders` the walk ends after
 * that many.
 */
export async function walkFolder(
  name: string,
  cwd: string,
  problems: Uncollected[],
  { mostFolders = Number.POSITIVE_INFINITY }: { readonly mostFolders?: number } = {},
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const entered = new Set<string>();
  const plain: Waiting[] = [{ path: name, link: false }];
  const links: Waiting[] = [];
  for (let next = plain.pop(); next !== undefined; next = plain.pop() ?? links.shift()) {
    try {
      const info = await stat(resolve(cwd, next.path), { bigint: true });
      const identity = `${info.dev}:${info.ino}`;
      if (entered.has(identity)) continue;
      if (entered.size >= mostFolders) break;
      entered.add(identity);
      const entries = await readdir(resolve(cwd, next.path), { withFileTypes: true });
      await sortInto({ entries, folder: next.path, cwd, found, plain, links });
    } catch (error) {
      const { kind, reason } = failure(error);
      problems.push({ path: next.path, kind, reason, named: next.path === name });
    }
  }
  return found.sort((a, b) => byteOrder(a.path, b.path));
}

interface Sorting {
  readonly entries: readonly Dirent[];
  readonly folder: string;
  readonly cwd: string;
  readonly found: Found[];
  readonly plain: Waiting[];
  readonly links: Waiting[];
}

async function sortInto({ entries, folder, cwd, found, plain, links }: Sorting): Promise<void> {
  for (const entry of entries) {
    const path = below(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) plain.push({ path, link: false });
    } else if (entry.isFile()) {
      if (mayBeConfiguration(entry.name)) found.push({ path, named: false });
    } else if (entry.isSymbolicLink()) {
      const target = await stat(resolve(cwd, path)).catch(() => undefined);
      if (target?.isDirectory()) links.push({ path, link: true });
      else if (target === undefined || target.isFile()) {
        if (mayBeConfiguration(entry.name)) found.push({ path, named: false });
      }
    }
  }
}

const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** By name alone; what the file is, its content says. */
export function mayBeConfiguration(name: string): boolean {
  return /\.(conf|toml|json|ya?ml)$/i.test(name);
}

function below(folder: string, name: string): string {
  if (folder === '.') return name;
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
