import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Snapshot } from '@mirrorwright/core';
import { backUp, readRoot, writeAtomic } from '@mirrorwright/io';
import { listFiles } from '../cli/node-files.ts';
import { derive, type WizardState } from './state.ts';

/** What came of a request. */
export interface Delivery {
  readonly ok: boolean;
  /** One line each: what was written, or why not. */
  readonly lines: readonly string[];
}

/** Saves the policy; folders on the way are made. */
export async function savePolicy({
  policy,
  policyPath,
}: Pick<WizardState, 'policy' | 'policyPath'>): Promise<Delivery> {
  await mkdir(dirname(resolve(policyPath)), { recursive: true });
  const result = await writeAtomic({ path: policyPath, content: policy.source.text });
  return { ok: result.ok, lines: [result.ok ? `saved ${policyPath}` : `${policyPath} ${result.reason}`] };
}

/** Writes the files of all targets below the root: existing ones are backed up, and nothing is written over a change. */
export async function writeFiles(
  state: Pick<WizardState, 'policy' | 'existing' | 'root'>,
  stamp: string,
): Promise<Delivery> {
  const { generated } = derive(state);
  const problems = generated.flatMap(({ problems: all }) =>
    all.map(({ path, message }) => `${path}: ${message}`),
  );
  if (problems.length > 0) return { ok: false, lines: problems };
  const before = new Map(state.existing.files.map(({ path, text }) => [path, text]));
  const wanted = new Map(
    generated.flatMap(({ files }) => files).map((file) => [file.path.replace(/^\/+/, ''), file]),
  );
  const lines: string[] = [];
  for (const [path, { content, mode }] of wanted) {
    const expected = before.get(path) ?? null;
    if (expected === content) {
      lines.push(`/${path} says it already`);
      continue;
    }
    const backup = await backUp({ path, root: state.root }, stamp);
    if (!backup.ok)
      return { ok: false, lines: [...lines, `/${path} ${backup.reason}; nothing was written to it`] };
    const result = await writeAtomic({ path, content, mode, root: state.root, expected });
    if (!result.ok) return { ok: false, lines: [...lines, `/${path} ${result.reason}`] };
    lines.push(`wrote ${result.physical}${backup.path === null ? '' : ` (before: ${backup.path})`}`);
  }
  return { ok: true, lines: wanted.size === 0 ? ['the policy asks for no file'] : lines };
}

/** All files of all targets, for the screen or a pipe. */
export function printedFiles(state: Pick<WizardState, 'policy' | 'existing'>): string {
  return derive(state)
    .generated.map(({ target, files }) => `# ${target}\n${listFiles(files)}`)
    .join('\n');
}

/** The node's files as they are; an empty node where the folder cannot be read. */
export async function existingFiles(root: string, user: string | undefined): Promise<Snapshot | string> {
  const result = await readRoot(root, user);
  return result.ok ? result.snapshot : `${root} ${result.reason}`;
}

/** The same from the command line, for the closing card. */
export function equivalentCommands({
  policyPath,
  root,
}: Pick<WizardState, 'policyPath' | 'root'>): readonly string[] {
  return [
    `see      mirrorwright preview ${quote(policyPath)} --diff --root ${quote(root)}`,
    `repeat   mirrorwright init --answers ${quote(policyPath)} --no-input --root ${quote(root)} --yes`,
    `check    mirrorwright lint --root ${quote(root)}`,
    `explain  mirrorwright explain docker.io/library/nginx:1.25 --root ${quote(root)}`,
  ];
}

function quote(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `20261121-0154`, for the names of backups. */
export function stampNow(): string {
  return new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
}
