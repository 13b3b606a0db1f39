import { type Effect, type Impact, type Loss, type NodeFile, neutralize } from '@mirrorwright/core';
import { writeAtomic } from '@mirrorwright/io';
import type { Streams } from './streams.ts';

/** Writes node files below a folder; answers whether all could be written. */
export async function writeBelow(
  folder: string,
  files: readonly NodeFile[],
  streams: Streams,
): Promise<boolean> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  let ok = true;
  for (const { path, content, mode } of files) {
    const result = await writeAtomic({ path: path.replace(/^\/+/, ''), content, mode, root: folder });
    if (result.ok) streams.err(`wrote ${result.physical}\n`);
    else {
      streams.err(`mirrorwright: ${path} ${result.reason}\n`);
      ok = false;
    }
  }
  return ok;
}

/** Node files one after the other, each under its path. */
export function listFiles(files: readonly NodeFile[]): string {
  return files
    .map(({ path, content }) => `# ---- ${neutralize(path)}\n${content}${content.endsWith('\n') ? '' : '\n'}`)
    .join('\n');
}

/** Resources as one stream of documents, as `oc apply -f -` takes it. */
export function listResources(files: readonly NodeFile[]): string {
  return files.map(({ path, content }) => `---\n# ---- ${neutralize(path)}\n${content}`).join('');
}

export function lossLines(target: string, losses: readonly Loss[]): string {
  return losses
    .map(
      ({ field, reason }) => `not expressible for ${target}: ${field === '' ? '' : `${field}: `}${reason}\n`,
    )
    .join('');
}

/** Paths that two targets need with different texts: one node cannot have both. */
export function conflictingPaths(
  generated: readonly { readonly files: readonly NodeFile[] }[],
): readonly string[] {
  const texts = new Map<string, string>();
  const conflicts = new Set<string>();
  for (const { path, content } of generated.flatMap(({ files }) => files)) {
    if ((texts.get(path) ?? content) !== content) conflicts.add(path);
    texts.set(path, content);
  }
  return [...conflicts];
}

/** What a change of a file does to the nodes of a cluster, and what of it does that. */
export function impactLine({ path, effect, reason }: Impact): string {
  return `${neutralize(path)}: ${effects[effect]} (${reason})`;
}

export const effects: Readonly<Record<Effect, string>> = {
  nothing: 'nothing happens to the nodes',
  reload: 'CRI-O is reloaded',
  drain: 'the nodes are drained, and CRI-O is reloaded',
  reboot: 'the nodes are drained and rebooted',
};
