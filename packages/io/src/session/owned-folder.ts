import { lstat, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Folders of one run that must not outlive it. A run that was killed cannot remove its own, so each says whose it is, and
 * a later run removes those whose process is gone.
 */

const nameOfMark = '.owner';
/** Folders that hold such folders, and were looked through by this process. */
const swept = new Set<string>();

/** Makes a folder of this user alone, after those that dead runs of this user left there were removed. */
export async function makeOwnedFolder(base: string, prefix: string): Promise<string> {
  const key = join(base, prefix);
  if (!swept.has(key)) {
    swept.add(key);
    await removeStale(base, prefix);
  }
  const path = await mkdtemp(key);
  await writeFile(join(path, nameOfMark), await markOf(process.pid), { mode: 0o600, flag: 'wx' });
  return path;
}

/** Removes what dead runs left. What cannot be judged or removed stays: it is in nobody's way. */
export async function removeStale(base: string, prefix: string): Promise<void> {
  const names = await readdir(base).catch((): string[] => []);
  const made = names.filter((name) => name.startsWith(prefix) && name.length === prefix.length + 6);
  for (const name of made) {
    const path = join(base, name);
    if (await isStale(path).catch(() => false))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A folder of this user, closed to others, with the mark of a process that no longer runs. */
async function isStale(path: string): Promise<boolean> {
  const state = await lstat(path);
  if (!state.isDirectory() || (state.mode & 0o777) !== 0o700 || state.uid !== process.getuid?.())
    return false;
  const mark = await readFile(join(path, nameOfMark), 'utf8');
  const [word, pid, , ...place] = mark.trim().split(' ');
  if (word !== 'mirrorwright' || !/^\d{1,10}$/.test(pid ?? '')) return false;
  // a process of another start of the machine, another container or another machine cannot be asked for
  if (place.join(' ') !== (await placeOfProcesses())) return false;
  return mark !== (await markOf(Number(pid)));
}

/** Whose a folder is: process, when that began, and where such a number means that process. */
async function markOf(pid: number): Promise<string> {
  const began = isRunning(pid) ? ((await startOf(pid)) ?? '-') : 'ended';
  return `mirrorwright ${pid} ${began} ${await placeOfProcesses()}\n`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // somebody else's process with that number
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat, after the name, which may hold anything (proc_pid_stat(5)); undefined without /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

async function placeOfProcesses(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '-');
  const space = await readlink('/proc/self/ns/pid').catch(() => '-');
  return `${boot.trim()} ${space}`;
}
