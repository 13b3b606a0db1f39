import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { isPushId, type Receipt, readReceipt, writeReceipt } from '@mirrorwright/core';
import { readText } from '../local-files/read-text.ts';
import { writeAtomic } from '../write/atomic.ts';

/** Our copies of what pushes did, shared by all faces. */
export interface ReceiptStore {
  readonly folder: string;
  /** Writes or replaces a receipt; answers why it could not, in words that follow the path. */
  save(receipt: Receipt): Promise<string | undefined>;
  /** All receipts, newest first; damaged ones are left out. */
  list(): Promise<readonly Receipt[]>;
}

/** Receipts below `$XDG_STATE_HOME/mirrorwright/receipts`, readable by their owner alone. */
export function receiptStore(env: NodeJS.ProcessEnv = process.env): ReceiptStore {
  const { XDG_STATE_HOME: own, HOME: home } = env;
  // an empty HOME is none: the folder that somebody stands in is no place for receipts
  const state =
    own !== undefined && isAbsolute(own)
      ? own
      : join(home !== undefined && isAbsolute(home) ? home : userInfo().homedir, '.local/state');
  const folder = join(state, 'mirrorwright/receipts');
  return { folder, save: (receipt) => save(folder, receipt), list: () => list(folder) };
}

async function save(folder: string, receipt: Receipt): Promise<string | undefined> {
  if (!isPushId(receipt.pushId)) return 'cannot be named after the push';
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const info = await lstat(folder);
    if (!info.isDirectory() || (process.getuid !== undefined && info.uid !== process.getuid()))
      return 'is no folder of yours';
    if ((info.mode & 0o077) !== 0) await chmod(folder, 0o700);
  } catch (error) {
    return `cannot be made (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
  }
  const path = join(folder, `${receipt.pushId}.json`);
  const written = await writeAtomic({ path, content: writeReceipt(receipt), mode: 0o600 });
  return written.ok ? undefined : written.reason;
}

async function list(folder: string): Promise<readonly Receipt[]> {
  const names = await readdir(folder).catch(() => []);
  const receipts: Receipt[] = [];
  for (const name of names) {
    if (!name.endsWith('.json') || !isPushId(name.slice(0, -5))) continue;
    const read = await readText(join(folder, name));
    const receipt = read.ok ? readReceipt(read.text) : undefined;
    if (receipt !== undefined) receipts.push(receipt);
  }
  return receipts.sort((a, b) => b.startedAt - a.startedAt || (a.pushId < b.pushId ? 1 : -1));
}
