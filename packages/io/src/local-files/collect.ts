import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mapConcurrent, readsAtOnce } from './concurrent.ts';
import { expandGlob, looksLikeGlob } from './glob.ts';
import { failure, type ReadProblem, readText } from './read-text.ts';
import { type Found, walkFolder } from './walk.ts';

/** A file that was read. `path` is as the user named it, or the named folder and the way from there. */
export interface CollectedFile {
  readonly path: string;
  readonly text: string;
  /** Named by the user or by a glob, not found in a folder. */
  readonly named: boolean;
}

/** A path that gave no text, with the reason in words that follow the path. */
export interface Uncollected {
  readonly path: string;
  readonly kind: ReadProblem;
  readonly reason: string;
  readonly named: boolean;
}

export interface Collection {
  readonly files: readonly CollectedFile[];
  readonly problems: readonly Uncollected[];
}

export interface CollectOptions {
  /** Relative paths are relative to this folder. */
  readonly cwd: string;
  /** Paths (as output) that are not even read; only for files that were not named. */
  readonly exclude?: (path: string) => boolean;
}

/**
 * Reads the named files, the files of named folders that may be configuration, and what globs match.
 * A path that exists is never taken for a glob. Each file is read once, in the order of first mention.
 */
export async function collectFiles(names: readonly string[], options: CollectOptions): Promise<Collection> {
  const problems: Uncollected[] = [];
  const found: Found[] = [];
  for (const name of names) await expand(name, options, found, problems);
  const seen = new Set<string>();
  const once = found.filter(({ path, named }) => {
    const absolute = resolve(options.cwd, path);
    if (seen.has(absolute) || (!named && options.exclude?.(path) === true)) return false;
    seen.add(absolute);
    return true;
  });
  const read = await mapConcurrent(once, readsAtOnce, async ({ path, named }) => ({
    path,
    named,
    result: await readText(resolve(options.cwd, path)),
  }));
  const files: CollectedFile[] = [];
  for (const { path, named, result } of read) {
    if (result.ok) files.push({ path, named, text: result.text });
    else problems.push({ path, named, kind: result.kind, reason: result.reason });
  }
  return { files, problems };
}

async function expand(
  name: string,
  options: CollectOptions,
  found: Found[],
  problems: Uncollected[],
): Promise<void> {
  if (name === '') {
    problems.push({ path: name, kind: 'missing', reason: 'is an empty path', named: true });
    return;
  }
  try {
    const info = await stat(resolve(options.cwd, name));
    if (!info.isDirectory()) found.push({ path: name, named: true });
    else for (const file of await walkFolder(name, options.cwd, problems)) found.push(file);
  } catch (error) {
    const { kind, reason } = failure(error);
    if (kind !== 'missing' || !looksLikeGlob(name)) {
      problems.push({ path: name, kind, reason, named: true });
      return;
    }
    const matches = await expandGlob(name, options.cwd);
    if (matches.length === 0)
      problems.push({ path: name, kind: 'missing', reason: 'matches no file', named: true });
    for (const path of matches) found.push({ path, named: true });
  }
}
