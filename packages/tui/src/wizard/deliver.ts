import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Snapshot } from '@mirrorwright/core';
import { backUp, readRoot, writeAtomic } from '@mirrorwright/io';
import { listFiles } from '../cli/node-files.ts';
import { derive, nodeFiles, obstacles } from './derive.ts';
import type { WizardState } from './state.ts';

/** What came of a request. */
export interface Delivery {
  readonly ok: boolean;
  /** One line each: what was written, or why not. */
  readonly lines: readonly string[];
}

/** Saves the policy; folders on the way are made. A file that changed since it was read is not written over. */
export async function savePolicy({
  policy,
  policyPath,
  savedText,
}: Pick<WizardState, 'policy' | 'policyPath' | 'savedText'>): Promise<Delivery> {
  const { text } = policy.source;
  if (text === savedText) return { ok: true, lines: [`${policyPath} says it already`] };
  try {
    await mkdir(dirname(resolve(policyPath)), { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, lines: [`${policyPath} cannot be written: its folder cannot be made (${code})`] };
  }
  const result = await writeAtomic({ path: policyPath, content: text, expected: savedText });
  if (result.ok) return { ok: true, lines: [`saved ${policyPath}`] };
  const exists = savedText === null && /changed by someone else/.test(result.reason);
  return {
    ok: false,
    lines: [
      exists
        ? `${policyPath} exists: choose another policy file in the step Write, or start with --answers ${policyPath}`
        : `${policyPath} ${result.reason}`,
    ],
  };
}

type Subject = Pick<WizardState, 'policy' | 'existing' | 'root' | 'into' | 'excluded'>;

/** Writes the files of all targets below the root: existing ones are backed up, and nothing is written over a change. */
export async function writeFiles(state: Subject, stamp: string): Promise<Delivery> {
  const blocked = obstacles(state);
  if (blocked.length > 0) return { ok: false, lines: blocked };
  const before = new Map(state.existing.files.map(({ path, text }) => [`/${path}`, text]));
  const lines: string[] = [];
  const wanted = nodeFiles(state);
  for (const { path, content, mode } of wanted) {
    if (state.excluded.includes(path)) {
      lines.push(`${path} was left out`);
      continue;
    }
    const expected = before.get(path) ?? null;
    if (expected === content) {
      lines.push(`${path} says it already`);
      continue;
    }
    const bare = path.replace(/^\/+/, '');
    const backup = await backUp({ path: bare, root: state.root }, stamp);
    if (!backup.ok)
      return { ok: false, lines: [...lines, `${path} ${backup.reason}; nothing was written to it`] };
    const result = await writeAtomic({ path: bare, content, mode, root: state.root, expected });
    if (!result.ok) return { ok: false, lines: [...lines, `${path} ${result.reason}`] };
    lines.push(`wrote ${result.physical}${backup.path === null ? '' : ` (before: ${backup.path})`}`);
  }
  return { ok: true, lines: wanted.length === 0 ? ['the policy asks for no file'] : lines };
}

/** All files of all targets, for the screen or a pipe. */
export function printedFiles(state: Pick<WizardState, 'policy' | 'existing' | 'into'>): string {
  return derive(state)
    .generated.map(({ target, files }) => `# ${target}\n${listFiles(files)}`)
    .join('\n');
}

/** The node's files as they are, or why they cannot be read. */
export async function existingFiles(root: string, user: string | undefined): Promise<Snapshot | string> {
  const result = await readRoot(root, user);
  return result.ok ? result.snapshot : `${root} ${result.reason}`;
}

/** `20261121-0154`, for the names of backups. */
export function stampNow(): string {
  return new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
}
