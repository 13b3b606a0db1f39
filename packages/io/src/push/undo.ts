import { createHash } from 'node:crypto';
import { type Change, maskText, type NodeFileState, type NodeUndo } from '@mirrorwright/core';
import type { ChosenNode } from './nodes.ts';
import type { NodeLink } from './world.ts';

/** What a rollback would do on one node. */
export interface UndoPlan {
  readonly node: ChosenNode;
  readonly changes: readonly Pick<Change, 'path' | 'before' | 'after'>[];
  /** Files that go, as the push had made them. */
  readonly removed: readonly string[];
  /** Files that somebody changed since the push. */
  readonly overwritten: readonly string[];
}

/** Looks at what a rollback would restore, and at what is there now. */
export async function undoPlan(
  node: ChosenNode,
  session: NodeLink,
  planId: string,
): Promise<UndoPlan | undefined> {
  const undos = await session.undoable(planId);
  if (undos.length === 0) return undefined;
  const states = await session.read(
    undos.map(({ path }) => path),
    [],
  );
  const now = new Map(states.map((state) => [state.path, state]));
  const changes = undos.map((undo) => ({
    path: undo.path,
    before: textOf(now.get(undo.path)?.content),
    after: textOf(undo.content) ?? '',
  }));
  return {
    node,
    changes,
    removed: undos.filter(({ content }) => content === undefined).map(({ path }) => path),
    overwritten: undos
      .filter((undo) => hashOf(now.get(undo.path)) !== undo.pushedSha256)
      .map(({ path }) => path),
  };
}

function textOf(content: Uint8Array | undefined): string | null {
  return content === undefined ? null : new TextDecoder().decode(content);
}

function hashOf(state: NodeFileState | undefined): NodeUndo['pushedSha256'] {
  if (state?.content === undefined) return state?.sha256 ?? null;
  return createHash('sha256').update(state.content).digest('hex');
}

/** Both texts of a change with their secrets masked. */
export function masked({ path, before, after }: UndoPlan['changes'][number]): UndoPlan['changes'][number] {
  return { path, before: before === null ? null : maskText(path, before), after: maskText(path, after) };
}
