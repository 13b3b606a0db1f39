import { createHash } from 'node:crypto';
import { type NodeFileState, type NodeReceipt, neutralize } from '@mirrorwright/core';
import type { ChosenNode } from './nodes.ts';
import type { NodeLink } from './world.ts';

/** What a node's files are compared to what the last pushes left there, by the node's own record. */
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

/** Compares the files that committed pushes wrote with what is there now. Nothing is written. */
export async function driftOf({ entry }: ChosenNode, session: NodeLink): Promise<Drift> {
  const { unsettledJournal } = await session.facts([], []);
  const expected = lastStates(await session.receipts());
  const states = expected.size === 0 ? [] : await session.read([...expected.keys()], []);
  const found = new Map(states.map((state) => [state.path, state]));
  const files = [...expected].map(([path, { hash, pushId }]) => ({
    path,
    pushId,
    state: stateOf(found.get(path), hash),
  }));
  return { node: entry.name, files, unsettled: unsettledJournal !== undefined };
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

interface LastState {
  readonly hash: string | null;
  readonly pushId: string;
}

/** The hash of each file after the newest push or rollback that was committed; records come oldest first. */
function lastStates(receipts: readonly NodeReceipt[]): ReadonlyMap<string, LastState> {
  const states = new Map<string, LastState>();
  for (const { outcome, pushId, files } of receipts)
    if (outcome === 'committed')
      for (const { path, newSha256 } of files) states.set(path, { hash: newSha256, pushId });
  return states;
}

/** A node's drift in lines. */
export function driftText({ node, files, unsettled }: Drift): string {
  const lines = files.map(
    ({ path, state, pushId }) => `${node}: ${path} ${driftWords[state]} (push ${pushId})\n`,
  );
  if (files.length === 0) lines.push(`${node}: nothing was pushed to it\n`);
  if (unsettled)
    lines.push(`${node}: an earlier push was interrupted; settle it with nodes check --repair\n`);
  return neutralize(lines.join(''));
}

/** What a file is compared to the last push, in words. */
export const driftWords: Readonly<Record<DriftFile['state'], string>> = {
  'as-pushed': 'is as it was pushed',
  changed: 'was changed since',
  gone: 'is gone',
  made: 'is there again',
  unreadable: 'cannot be read',
};
