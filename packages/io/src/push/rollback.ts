import { type Danger, dangerOf, type NodeFailure, type NodeReport, type Receipt } from '@mirrorwright/core';
import { failureOf } from './failure.ts';
import type { JournalStart, PushJournal } from './journal.ts';
import type { ChosenNode } from './nodes.ts';
import type { PushProgress } from './outcome.ts';
import { eachNode } from './planning.ts';
import type { Stop } from './stop.ts';
import { type UndoPlan, undoPlan } from './undo.ts';
import type { NodeLink, PushWorld } from './world.ts';

/** What a rollback would do on a node; only the node where it has nothing of the plan; or why it is not known. */
export type Undoable =
  | UndoPlan
  | { readonly node: ChosenNode; readonly failure: NodeFailure }
  | { readonly node: ChosenNode };

/** Looks at what a rollback of a plan would do, on some nodes at a time. Nothing is written. */
export function lookAtUndo(
  nodes: readonly ChosenNode[],
  planId: string,
  parallel: number,
  world: PushWorld,
): Promise<readonly Undoable[]> {
  return eachNode(nodes, parallel, async (node): Promise<Undoable> => {
    try {
      const session = await world.connect(node.address);
      try {
        return (await undoPlan(node, session, planId)) ?? { node };
      } finally {
        await session.close();
      }
    } catch (error) {
      return { node, failure: failureOf(error) };
    }
  });
}

/** A plan of which a node keeps a committed push. */
export interface KeptPlan {
  readonly node: ChosenNode;
  readonly planId: string;
}

/**
 * Asks nodes which plans their own records name by these digits: where there is no receipt here, because another machine
 * pushed or none could be written, the nodes know. Nothing is written.
 */
export async function plansKept(
  nodes: readonly ChosenNode[],
  digits: string,
  parallel: number,
  world: PushWorld,
): Promise<readonly (KeptPlan | { readonly node: ChosenNode; readonly failure: NodeFailure })[]> {
  const found = await eachNode(nodes, parallel, async (node) => {
    try {
      const session = await world.connect(node.address);
      try {
        const ids = (await session.receipts())
          .filter(({ kind, outcome }) => kind === 'apply' && outcome === 'committed')
          .map(({ planId }) => planId)
          .filter((planId) => planId.startsWith(digits) && /^[0-9a-f]{64}$/.test(planId));
        return [...new Set(ids)].map((planId) => ({ node, planId }));
      } finally {
        await session.close();
      }
    } catch (error) {
      return [{ node, failure: failureOf(error) }];
    }
  });
  return found.flat();
}

/** Nodes on which a push of these receipts may be committed; what is unknown may be. */
export function pushedTo(receipts: readonly Receipt[]): readonly string[] {
  const nodes = receipts.filter(({ kind }) => kind === 'push').flatMap((receipt) => receipt.nodes);
  const names = nodes.flatMap(({ node, outcome }) =>
    outcome === 'committed' || outcome === 'unknown' ? [node] : [],
  );
  return [...new Set(names)];
}

/** Files that somebody changed since the push make a rollback severe. */
export function undoDanger(undos: readonly UndoPlan[]): Danger {
  return dangerOf(
    undos.map(({ node, overwritten }) => ({
      name: node.entry.name,
      reasons: overwritten.map((path) => `${path} was changed since the push and is overwritten`),
    })),
  );
}

/** Nodes as the receipt of a rollback starts with them. */
export function undoneNodes(undos: readonly UndoPlan[]): JournalStart['nodes'] {
  return undos.map(({ node }) => {
    const { name, address, become } = node.address;
    return { machine: { name, address, become }, destinations: [] };
  });
}

export interface UndoRun {
  readonly undo: UndoOptions;
  readonly parallel: number;
  readonly journal: PushJournal;
  readonly progress: PushProgress;
  readonly stop: Stop;
}

/** Restores nodes, some at a time. Afterwards the receipt says what each is. */
export async function undoAll(
  undos: readonly UndoPlan[],
  { undo, parallel, journal, progress, stop }: UndoRun,
  world: PushWorld,
): Promise<Receipt> {
  await eachNode(undos, parallel, async ({ node, overwritten }) => {
    if (stop.cancelled()) return;
    await journal.started(node.entry.name, undo.leaseSeconds);
    // only what was seen to be changed may be overwritten
    const overwrite = undo.overwrite && overwritten.length > 0;
    const report = await rollBackOne(node, { ...undo, overwrite }, progress, stop, world);
    progress.ended(report);
    await journal.ended(node.entry.name, report);
  });
  return journal.receipt();
}

export interface UndoOptions {
  readonly planId: string;
  readonly pushId: string;
  readonly overwrite: boolean;
  readonly leaseSeconds: number;
}

/** Restores one node to what it was before the newest committed push of a plan. */
export async function rollBackOne(
  node: ChosenNode,
  { planId, ...options }: UndoOptions,
  progress: PushProgress,
  stop: Stop,
  world: PushWorld,
): Promise<NodeReport> {
  const { name } = node.entry;
  let session: NodeLink | undefined;
  let begun = false;
  try {
    session = await world.connect(node.address);
    stop.sessions.add(session);
    begun = true;
    const report = await session.rollback(planId, options, (step, detail) =>
      progress.step(name, step, detail),
    );
    return { ...report, node: name };
  } catch (error) {
    const outcome = begun ? 'unknown' : 'refused';
    return {
      node: name,
      pushId: options.pushId,
      steps: [],
      validated: [],
      outcome,
      failure: failureOf(error),
    };
  } finally {
    if (session !== undefined) {
      stop.sessions.delete(session);
      await session.close();
    }
  }
}
