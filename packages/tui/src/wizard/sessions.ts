import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import process from 'node:process';
import { writeAtomic } from '@mirrorwright/io';
import { defaultResources, type SavedSession, stepIds, type WizardState } from './state.ts';

/** What is kept of answers that were left unwritten. The node's files are read anew when they are taken up. */
interface SessionFile {
  readonly version: 1;
  /** The process that writes it: while that lives, nobody else is offered the answers. */
  readonly pid: number;
  readonly policyPath: string;
  readonly root: string;
  readonly step: string;
  readonly into: string | null;
  /** Missing in sessions of a version that knew no clusters. */
  readonly resources?: string;
  readonly cluster?: string | null;
  /** What the policy file holds; null when there was none. */
  readonly savedText: string | null;
  /** What the answers started from. */
  readonly base: string;
  readonly policyText: string;
}

export interface SessionStore {
  /** Keeps the answers as they are now, unless they are saved or unchanged; answers whether they are kept. */
  keep(state: WizardState): Promise<boolean>;
  /** Answers that fit this start, newest first. */
  find(start: {
    readonly root: string;
    readonly policyPath: string | null;
    readonly base: string;
  }): Promise<SavedSession | null>;
  forget(id?: string): Promise<void>;
}

/** Sessions that are kept at most; older ones go. */
const maxSessions = 10;

/** Sessions below `$XDG_STATE_HOME/mirrorwright/sessions`, readable by their owner alone. */
export function sessionStore(base: string, env: NodeJS.ProcessEnv = process.env): SessionStore {
  const home = env.XDG_STATE_HOME;
  const state = home !== undefined && isAbsolute(home) ? home : join(homedir(), '.local/state');
  const folder = join(state, 'mirrorwright/sessions');
  const own = randomBytes(4).toString('hex');
  const pathOf = (id: string): string => join(folder, `${id}.json`);
  const forget = async (id: string = own): Promise<void> => {
    await rm(pathOf(id), { force: true });
  };
  const keep = async (now: WizardState): Promise<boolean> => {
    const { text } = now.policy.source;
    if (text === base || text === now.savedText) {
      await forget();
      return false;
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const session: SessionFile = {
      version: 1,
      pid: process.pid,
      policyPath: resolve(now.policyPath),
      root: resolve(now.root),
      step: now.page.step,
      into: now.into,
      resources: now.resources,
      cluster: now.cluster,
      savedText: now.savedText,
      base,
      policyText: text,
    };
    const content = `${JSON.stringify(session)}\n`;
    const { ok } = await writeAtomic({ path: pathOf(own), content, mode: 0o600 });
    return ok;
  };
  return { keep, forget, find: (start) => findSession(folder, start) };
}

async function findSession(
  folder: string,
  start: { readonly root: string; readonly policyPath: string | null; readonly base: string },
): Promise<SavedSession | null> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{8}\.json$/.test(name));
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      time: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  dated.sort((a, b) => b.time - a.time);
  for (const { name } of dated.splice(maxSessions)) await rm(join(folder, name), { force: true });
  for (const { name, time } of dated) {
    const session = await readSession(join(folder, name));
    if (session === null || isAlive(session.pid) || session.root !== resolve(start.root)) continue;
    // answers that were named are only put aside for newer ones of the same file
    const fits =
      start.policyPath === null ||
      (session.policyPath === resolve(start.policyPath) && session.base === start.base);
    if (!fits) continue;
    const { policyText, policyPath, into, savedText, resources = defaultResources, cluster = null } = session;
    const step = stepIds.find((id) => id === session.step) ?? 'targets';
    const minutes = Math.max(0, (Date.now() - time) / 60_000);
    const id = name.slice(0, -'.json'.length);
    return { id, minutes, policyText, policyPath, into, resources, cluster, savedText, step };
  }
  return null;
}

/** A session of another version, or one that somebody edited, is no session. */
async function readSession(path: string): Promise<SessionFile | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const session = value as Partial<Record<keyof SessionFile, unknown>>;
    const texts = [session.policyPath, session.root, session.step, session.base, session.policyText];
    const maybe = [session.into, session.savedText, session.cluster ?? null, session.resources ?? null];
    const sound =
      session.version === 1 &&
      typeof session.pid === 'number' &&
      texts.every((text) => typeof text === 'string') &&
      maybe.every((text) => text === null || typeof text === 'string');
    return sound ? (value as SessionFile) : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
