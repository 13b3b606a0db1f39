import type { Receipt } from '@mirrorwright/core';
import {
  type ChosenNode,
  lookAtUndo,
  masked,
  openJournal,
  shownId,
  type UndoPlan,
  undoAll,
  undoDanger,
  undoneNodes,
  undoQuestion,
} from '@mirrorwright/io/push';
import { parallel } from './current-plan.ts';
import type { PushFace, ShownChange } from './face.ts';
import { mayWrite, stopBy, told, typesId } from './push-flow.ts';
import { untilCancelled } from './until-cancelled.ts';

export type RollbackEnd =
  | { readonly end: 'rolled-back'; readonly receipt: Receipt; readonly cancelled: boolean }
  | { readonly end: 'refused' }
  | { readonly end: 'cancelled' };

const verb = 'Roll Back';
const overwriteVerb = 'Overwrite and Roll Back';

/** Shows what a rollback of a plan would restore, asks, and restores it. */
export async function rollBackPlan(
  planId: string,
  nodes: readonly ChosenNode[],
  face: PushFace,
): Promise<RollbackEnd> {
  const looked = await face.during('Looking at the nodes', async (telling) => {
    const until = untilCancelled(face.world, telling);
    const found = await lookAtUndo(nodes, planId, parallel, until.world);
    return until.cancelled() ? undefined : found;
  });
  if (looked === undefined) return { end: 'cancelled' };
  const failures = looked.flatMap((each) => ('failure' in each ? [each] : []));
  if (failures.length > 0) {
    const lines = failures.map(({ node, failure }) => `${node.entry.name}: ${failure.message}`);
    face.say('error', `Nothing was rolled back. ${lines.join(' ')} ${failures[0]!.failure.nextStep}`);
    return { end: 'refused' };
  }
  const undos = looked.flatMap((each) => ('changes' in each ? [each] : []));
  if (undos.length === 0) {
    face.say('info', `No node has a committed push of plan ${shownId(planId)} to take back.`);
    return { end: 'refused' };
  }
  await face.showChanges(`Roll back plan ${shownId(planId)}`, shownUndo(undos));
  return (await confirmUndo(planId, undos, face)) ? undo(planId, undos, face) : { end: 'cancelled' };
}

function shownUndo(undos: readonly UndoPlan[]): readonly ShownChange[] {
  return undos.flatMap(({ node, changes, removed }) =>
    changes.map((change) => {
      const { path, before, after } = masked(change);
      return { node: node.entry.name, path, before, after: removed.includes(path) ? null : after };
    }),
  );
}

async function confirmUndo(planId: string, undos: readonly UndoPlan[], face: PushFace): Promise<boolean> {
  const danger = undoDanger(undos);
  const names = undos.map(({ node }) => node.entry.name);
  const files = undos.flatMap(({ node, changes, removed }) =>
    changes.map(({ path }) => `${node.entry.name}: ${path}${removed.includes(path) ? ' is removed' : ''}`),
  );
  const detail = [
    ...files,
    ...danger.reasons.map((reason) => `Severe: ${reason}; what is there is backed up`),
    '',
    `Connects from: ${face.machine}`,
  ];
  const button = undos.some(({ overwritten }) => overwritten.length > 0) ? overwriteVerb : verb;
  const chosen = await face.person.choose({
    message: undoQuestion(names, planId),
    detail: detail.join('\n'),
    buttons: [button],
  });
  return chosen === button && (await typesId(planId, danger, 'Roll back', face)) && mayWrite(face);
}

async function undo(planId: string, undos: readonly UndoPlan[], face: PushFace): Promise<RollbackEnd> {
  const { world } = face;
  const pushId = world.pushId();
  const journal = await openJournal(
    {
      planId,
      pushId,
      kind: 'rollback',
      nodes: undoneNodes(undos),
      dryRun: false,
      warn: (text) => face.say('warning', text),
    },
    world,
  );
  const overwrite = undos.some(({ overwritten }) => overwritten.length > 0);
  return face.during(`Rolling back plan ${shownId(planId)}`, async (telling) => {
    const stop = stopBy(telling);
    const receipt = await undoAll(
      undos,
      {
        undo: { planId, pushId, overwrite, leaseSeconds: 60 },
        parallel,
        journal,
        progress: told(telling, face),
        stop,
      },
      world,
    );
    return { end: 'rolled-back', receipt, cancelled: stop.cancelled() };
  });
}
