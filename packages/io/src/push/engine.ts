import type { NodeReport, Receipt } from '@mirrorwright/core';
import { failureOf } from './failure.ts';
import { type FleetEnd, type FleetResult, runFleet } from './fleet.ts';
import type { PushJournal } from './journal.ts';
import { isDone, type PushProgress } from './outcome.ts';
import type { PushSettings, ReadyNode } from './prepare.ts';
import type { NodeLink, PushWorld } from './world.ts';

export interface EngineOptions {
  readonly settings: PushSettings;
  readonly batch: number;
  readonly parallel: number;
  readonly maxFailures: number;
  /** Nodes that failed before anything was written. */
  readonly failedBefore: number;
  readonly rollbackAll: boolean;
}

/** Called at the first Ctrl+C: nodes that are under way are asked to stop, no other is started. */
export interface Stop {
  cancelled(): boolean;
  readonly sessions: Set<NodeLink>;
}

/** Pushes to nodes that were confirmed. Afterwards the receipt says what each of them is. */
export async function pushAll(
  nodes: readonly ReadyNode[],
  options: EngineOptions,
  journal: PushJournal,
  progress: PushProgress,
  stop: Stop,
  world: PushWorld,
): Promise<FleetEnd<ReadyNode>> {
  const run = async (node: ReadyNode): Promise<FleetResult> => {
    const report = await pushOne(node, options.settings, journal, progress, stop, world);
    progress.ended(report);
    await journal.ended(report.node, report);
    return isDone(report.outcome) ? 'ok' : 'failed';
  };
  const end = await runFleet(nodes, { ...options, cancelled: stop.cancelled }, run);
  const failed = journal.receipt().nodes.some(({ outcome }) => !isDone(outcome));
  if (options.rollbackAll && failed && !options.settings.dryRun)
    await rollBackCommitted(nodes, options, journal, progress, stop, world);
  return end;
}

async function pushOne(
  { node, prepared }: ReadyNode,
  settings: PushSettings,
  journal: PushJournal,
  progress: PushProgress,
  stop: Stop,
  world: PushWorld,
): Promise<NodeReport> {
  const { name } = node.entry;
  const nothing = { node: name, pushId: settings.pushId, steps: [], validated: [] };
  let session: NodeLink | undefined;
  let begun = false;
  try {
    if (prepared.already.length === prepared.order.files.length) return { ...nothing, outcome: 'unchanged' };
    session = await world.connect(node.address);
    stop.sessions.add(session);
    if (!settings.dryRun) await journal.started(name, settings.guardSeconds);
    begun = true;
    const report = await session.apply(prepared.order, (step, detail) => progress.step(name, step, detail));
    return { ...report, node: name };
  } catch (error) {
    // once the order is out, only the node knows
    const outcome = begun && !settings.dryRun ? 'unknown' : 'refused';
    return { ...nothing, outcome, failure: failureOf(error) };
  } finally {
    if (session !== undefined) {
      stop.sessions.delete(session);
      await session.close();
    }
  }
}

/** Takes back what other nodes of this push committed. */
async function rollBackCommitted(
  nodes: readonly ReadyNode[],
  { settings }: EngineOptions,
  journal: PushJournal,
  progress: PushProgress,
  stop: Stop,
  world: PushWorld,
): Promise<void> {
  const committed = new Set(
    journal.receipt().nodes.flatMap(({ node, outcome }) => (outcome === 'committed' ? [node] : [])),
  );
  for (const { node } of nodes.toReversed()) {
    const { name } = node.entry;
    if (!committed.has(name)) continue;
    const undo = {
      planId: settings.planId,
      overwrite: false,
      pushId: world.pushId(),
      leaseSeconds: settings.guardSeconds,
    };
    const report = await rollBackOne(node, undo, progress, stop, world);
    // a rollback that is committed leaves the node as it was before
    const undone = report.outcome === 'committed' ? { ...report, outcome: 'rolled-back' as const } : report;
    progress.ended(undone);
    await journal.ended(name, undone);
  }
}

export interface UndoOptions {
  readonly planId: string;
  readonly pushId: string;
  readonly overwrite: boolean;
  readonly leaseSeconds: number;
}

/** Restores one node to what it was before the newest committed push of a plan. */
export async function rollBackOne(
  node: ReadyNode['node'],
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

/** The exit code of a push: 0 all done, 4 every failure was authentication, 130 cancelled, else 1. */
export function codeOf(receipt: Receipt, options: { readonly cancelled: boolean }): number {
  const failed = receipt.nodes.filter(({ outcome }) => !isDone(outcome));
  if (failed.length === 0) return 0;
  if (options.cancelled) return 130;
  const known = failed.filter(({ outcome }) => outcome !== 'waiting');
  return known.length > 0 && known.every(({ failure }) => failure?.startsWith('authentication:') === true)
    ? 4
    : 1;
}
