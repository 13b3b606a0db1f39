import { readdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** As deep as ssh itself follows `Include` (readconf.c). */
const deepest = 16;

/**
 * Whether these files of ssh configuration, and all that they include, name no file of known hosts but plain ones: then ssh
 * need not be asked what it makes of them, which costs a process for every machine. False also where that cannot be told
 * from the text.
 */
export async function keepsKnownHosts(files: readonly string[], depth = 0): Promise<boolean> {
  if (depth > deepest) return false;
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? '' : undefined,
    );
    if (text === undefined || !(await isPlain(text, depth))) return false;
  }
  return true;
}

async function isPlain(text: string, depth: number): Promise<boolean> {
  for (const line of text.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    if (/userknownhostsfile/i.test(line)) {
      if (!/^\s*userknownhostsfile[\s=]+[\w./~ \t-]+\r?$/i.test(line) || /dev|\.\./.test(line)) return false;
    } else if (/^\s*"?include/i.test(line)) {
      const files = await includedFiles(line);
      if (files === undefined || !(await keepsKnownHosts(files, depth + 1))) return false;
    }
  }
  return true;
}

/** The files that a line includes; undefined where ssh would have to be asked. What has no folder lies in ~/.ssh. */
async function includedFiles(line: string): Promise<readonly string[] | undefined> {
  const patterns = /^\s*include(?:\s*=\s*|\s+)([\w./~*? \t-]+)\r?$/i.exec(line)?.[1]?.trim();
  if (patterns === undefined) return undefined;
  const home = userInfo().homedir;
  const files: string[] = [];
  for (const pattern of patterns.split(/[ \t]+/)) {
    const path = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
    const full = path.startsWith('/') ? path : join(home, '.ssh', path);
    if (full.includes('~') || /[*?]/.test(dirname(full))) return undefined;
    files.push(...(await matching(dirname(full), basename(full))));
  }
  return files;
}

async function matching(folder: string, pattern: string): Promise<readonly string[]> {
  if (!/[*?]/.test(pattern)) return [join(folder, pattern)];
  const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
  const name = new RegExp(`^(?!\\.)${source}$`);
  const names = await readdir(folder).catch(() => []);
  return names.filter((each) => name.test(each)).map((each) => join(folder, each));
}
