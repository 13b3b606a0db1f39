import { createHash } from 'node:crypto';
import type { NodeFileState, NodeSession, Receipt } from '@mirrorwright/core';
import type { ChosenNode } from './choose.ts';

/** What a node's files are compared to what our last pushes left there. */
export interface Drift {
  readonly node: string;
  readonly files: readonly DriftFile[];
  readonly unsettled: boolean;
}

export interface DriftFile {
  readonly path: string;
  readonly state: 'as-pushed' | 'changed' | 'gone' | 'made' | 'unreadable';
  readonly pushId: string;
}

/** Compares the files that committed pushes from here wrote. Nothing is written. */
export async function driftOf(
  { entry }: ChosenNode,
  session: NodeSession,
  receipts: readonly Receipt[],
): Promise<Drift> {
  const expected = lastStates(receipts, entry.name);
  const facts = await session.facts([], []);
  const states = expected.size === 0 ? [] : await session.read([...expected.keys()], []);
  const found = new Map(states.map((state) => [state.path, state]));
  const files = [...expected].map(([path, { hash, pushId }]) => ({
    path,
    pushId,
    state: stateOf(found.get(path), hash),
  }));
  return { node: entry.name, files, unsettled: facts.unsettledJournal !== undefined };
}

function stateOf(state: NodeFileState | undefined, hash: string | null): DriftFile['state'] {
  if (state === undefined || state.kind === 'missing') return hash === null ? 'as-pushed' : 'gone';
  if (hash === null) return 'made';
  const now = state.sha256 ?? (state.content === undefined ? undefined : sha256(state.content));
  if (now === undefined) return 'unreadable';
  return now === hash ? 'as-pushed' : 'changed';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hash of each file after the newest push or rollback that ended on the node; receipts come newest first. */
function lastStates(
  receipts: readonly Receipt[],
  name: string,
): ReadonlyMap<string, { readonly hash: string | null; readonly pushId: string }> {
  const states = new Map<string, { hash: string | null; pushId: string }>();
  const undone = new Set<string>();
  for (const { kind, planId, pushId, nodes } of receipts) {
    const node = nodes.find((each) => each.node === name);
    if (node === undefined) continue;
    if (kind === 'rollback') {
      if (node.outcome === 'committed') undone.add(planId);
      continue;
    }
    if (node.outcome !== 'committed' && node.outcome !== 'unchanged') continue;
    // a rollback takes back the newest committed push of its plan
    const back = undone.delete(planId);
    for (const { path, before, after } of node.files)
      if (!states.has(path)) states.set(path, { hash: back ? before : after, pushId });
  }
  return states;
}

/** A node's drift in lines. */
export function driftText({ node, files, unsettled }: Drift): string {
  const lines = files.map(({ path, state, pushId }) => `${node}: ${path} ${words[state]} (push ${pushId})\n`);
  if (files.length === 0) lines.push(`${node}: nothing was pushed to it from here\n`);
  if (unsettled)
    lines.push(`${node}: an earlier push was interrupted; settle it with nodes check --repair\n`);
  return lines.join('');
}

const words: Readonly<Record<DriftFile['state'], string>> = {
  'as-pushed': 'is as it was pushed',
  changed: 'was changed since',
  gone: 'is gone',
  made: 'is there again',
  unreadable: 'cannot be read',
};
