import type { NodeReport, Receipt } from '@mirrorwright/core';
import { failureOf } from './failure.ts';
import { type FleetResult, runFleet } from './fleet.ts';
import type { PushJournal } from './journal.ts';
import { isDone, type PushProgress } from './outcome.ts';
import type { PushSettings, Readied, ReadyNode } from './prepare.ts';
import { rollBackOne } from './rollback.ts';
import type { Stop } from './stop.ts';
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

/** What is carried out, and who is told. */
export interface PushRun {
  /** All nodes that were looked at again; those that failed are written into the receipt as refused. */
  readonly readied: readonly Readied[];
  readonly engine: EngineOptions;
  readonly journal: PushJournal;
  readonly progress: PushProgress;
  readonly stop: Stop;
}

/** Pushes to nodes that were confirmed; none of them where nothing shall be written. Afterwards the receipt says what each is. */
export async function carryOut(
  nodes: readonly ReadyNode[],
  { readied, engine, journal, progress, stop }: PushRun,
  world: PushWorld,
): Promise<Receipt> {
  const { pushId } = engine.settings;
  for (const each of readied) {
    if (!('failure' in each)) continue;
    const node = each.plan.machine.name;
    const report = {
      node,
      pushId,
      outcome: 'refused',
      failure: each.failure,
      steps: [],
      validated: [],
    } as const;
    progress.ended(report);
    await journal.ended(node, report);
  }
  await pushAll(nodes, engine, journal, progress, stop, world);
  return journal.receipt();
}

async function pushAll(
  nodes: readonly ReadyNode[],
  options: EngineOptions,
  journal: PushJournal,
  progress: PushProgress,
  stop: Stop,
  world: PushWorld,
): Promise<void> {
  const run = async (node: ReadyNode): Promise<FleetResult> => {
    const report = await pushOne(node, options.settings, journal, progress, stop, world);
    progress.ended(report);
    await journal.ended(report.node, report);
    return isDone(report.outcome) ? 'ok' : 'failed';
  };
  await runFleet(nodes, { ...options, cancelled: stop.cancelled }, run);
  const failed = journal.receipt().nodes.some(({ outcome }) => !isDone(outcome));
  if (options.rollbackAll && failed && !options.settings.dryRun)
    await rollBackCommitted(nodes, options, journal, progress, stop, world);
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
    if (prepared.isDone) return { ...nothing, outcome: 'unchanged' };
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
