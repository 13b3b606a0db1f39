import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { backUp, writeAtomic } from '@mirrorwright/io';
import { listFiles } from '../cli/node-files.ts';
import { nodeChanges, resourceFiles } from './cluster.ts';
import { derive, isForNode, obstacles } from './derive.ts';
import type { WizardState } from './state.ts';
import { type WantedFile, wantedFiles } from './wanted.ts';

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

type Subject = Pick<
  WizardState,
  'policy' | 'existing' | 'inFolder' | 'present' | 'root' | 'into' | 'resources' | 'excluded'
>;

/** Writes the files of all targets: existing ones are backed up, and nothing is written over a change. */
export async function writeFiles(state: Subject, stamp: string): Promise<Delivery> {
  const blocked = obstacles(state);
  if (blocked.length > 0) return { ok: false, lines: blocked };
  const lines: string[] = [];
  const wanted = wantedFiles(state);
  for (const file of wanted) {
    const { ok, line } = await deliver(file, state, stamp);
    lines.push(line);
    if (!ok) return { ok: false, lines };
  }
  return { ok: true, lines: wanted.length === 0 ? ['the policy asks for no file'] : lines };
}

async function deliver(
  file: WantedFile,
  { excluded }: Subject,
  stamp: string,
): Promise<{ readonly ok: boolean; readonly line: string }> {
  const { path, content, mode, before, place } = file;
  if (excluded.includes(path)) return { ok: true, line: `${path} was left out` };
  if (before === content) return { ok: true, line: `${path} says it already` };
  if (file.ownFolder) {
    const problem = await makeFolder(place.root);
    if (problem !== undefined) return { ok: false, line: `${path} cannot be written: ${problem}` };
  }
  const backup = await backUp(place, stamp);
  if (!backup.ok) return { ok: false, line: `${path} ${backup.reason}; nothing was written to it` };
  const result = await writeAtomic({ ...place, content, mode, expected: before });
  if (!result.ok) return { ok: false, line: `${path} ${result.reason}` };
  const kept = backup.path === null ? '' : ` (before: ${backup.path})`;
  return { ok: true, line: `wrote ${file.ownFolder ? path : result.physical}${kept}` };
}

async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const exists = code === 'EEXIST' || code === 'ENOTDIR';
    return exists ? `${folder} is no folder` : `its folder cannot be made (${code})`;
  }
}

/** All files of all targets, for the screen or a pipe: for a cluster the resources, and what nodes get of them. */
export function printedFiles(state: Subject): string {
  return derive(state)
    .generated.map((generated) => {
      const { target, files } = generated;
      if (isForNode(generated)) return `# ${target}\n${listFiles(files)}`;
      const nodes = nodeChanges(state, generated).flatMap(({ path, after }) =>
        after === null ? [] : [{ path, content: after, mode: 0o644 }],
      );
      const made = nodes.length === 0 ? '# nothing: the files of the template stay\n' : listFiles(nodes);
      return `# ${target}: to be applied to the cluster\n${listFiles(resourceFiles(state, generated))}\n# ${target}: what its nodes get\n${made}`;
    })
    .join('\n');
}

/** `20261121-0154`, for the names of backups. */
export function stampNow(): string {
  return new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
}
