import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type ImportedNodes, importAnsible, importSshConfig, type NodeEntry } from '@mirrorwright/core';
import { expandGlob } from '../local-files/glob.ts';
import { readText } from '../local-files/read-text.ts';

/** Nodes of files that were not written for us. `skipped` names file and line of everything left out. */
export type ImportResult =
  | { readonly ok: true; readonly nodes: readonly NodeEntry[]; readonly skipped: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** As deep as ssh follows Include. */
const deepest = 16;

/** The names of an ssh configuration and of what it includes. */
export async function importSshNames(path: string): Promise<ImportResult> {
  const nodes = new Map<string, NodeEntry>();
  const skipped: string[] = [];
  const seen = new Set<string>();
  const follow = async (file: string, depth: number): Promise<string | undefined> => {
    if (seen.has(file)) return undefined;
    seen.add(file);
    const read = await readText(file);
    if (!read.ok) return `${file} ${read.reason}`;
    const found = importSshConfig(read.text);
    skipped.push(...lines(file, found));
    for (const node of found.nodes) if (!nodes.has(node.name)) nodes.set(node.name, node);
    for (const { pattern, line } of found.includes) {
      if (depth >= deepest) skipped.push(`${file}:${line} Include is nested too deeply`);
      else
        for (const each of await included(pattern, dirname(path))) {
          const fault = await follow(each, depth + 1);
          if (fault !== undefined) skipped.push(`${file}:${line} ${fault}`);
        }
    }
    return undefined;
  };
  const fault = await follow(resolve(path), 0);
  return fault === undefined
    ? { ok: true, nodes: [...nodes.values()], skipped }
    : { ok: false, reason: fault };
}

/** Relative patterns of a user's configuration are below the folder it lies in. */
async function included(pattern: string, folder: string): Promise<readonly string[]> {
  const plain = pattern.replace(/^~(?=\/)/, homedir());
  const absolute = isAbsolute(plain) ? plain : join(resolve(folder), plain);
  if (!/[*?[]/.test(absolute)) return [absolute];
  const base = dirname(absolute.slice(0, absolute.search(/[*?[]/) + 1));
  const found = await expandGlob(absolute.slice(base.length).replace(/^\/+/, ''), base);
  return found.map((each) => resolve(base, each));
}

/** The hosts of a static inventory. Programs are refused by their mode and their first line, and never run. */
export async function importInventory(path: string): Promise<ImportResult> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile() === true && (info.mode & 0o111) !== 0)
    return {
      ok: false,
      reason: `${path} is executable: Ansible would run it, and inventories that are programs are never run here; save its output as YAML (ansible-inventory --list --yaml) and import that, or remove its execute bit`,
    };
  const read = await readText(path);
  if (!read.ok) return { ok: false, reason: `${path} ${read.reason}` };
  const found = importAnsible(path, read.text);
  return { ok: true, nodes: found.nodes, skipped: lines(path, found) };
}

function lines(file: string, { skipped }: ImportedNodes): readonly string[] {
  return skipped.map(({ line, message }) => `${file}:${line} ${message}`);
}
