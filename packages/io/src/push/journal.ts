import type { NodePlan, NodeReport, Receipt, ReceiptNode } from '@mirrorwright/core';
import type { PushWorld } from './world.ts';

/** Our copy of what a push does, written at every change, so that it says the truth if we are gone the next moment. */
export interface PushJournal {
  receipt(): Receipt;
  /** A node is about to be written to: from now on only its guard knows. */
  started(name: string, leaseSeconds: number): Promise<void>;
  ended(name: string, report: NodeReport): Promise<void>;
}

export interface JournalStart {
  readonly planId: string;
  readonly pushId: string;
  readonly kind: Receipt['kind'];
  readonly nodes: readonly Pick<NodePlan, 'machine' | 'destinations'>[];
  /** Nothing is kept of a dry run. */
  readonly dryRun: boolean;
  warn(message: string): void;
}

/** Starts the receipt of a push. */
export async function openJournal(start: JournalStart, world: PushWorld): Promise<PushJournal> {
  let receipt: Receipt = {
    version: 1,
    pushId: start.pushId,
    planId: start.planId,
    kind: start.kind,
    ...(world.via !== undefined && { via: world.via }),
    startedAt: world.now(),
    nodes: start.nodes.map(waiting),
  };
  let warned = false;
  let writing: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    if (start.dryRun) return Promise.resolve();
    // one after the other: the last state wins
    writing = writing.then(async () => {
      const fault = await world.receipts.save(receipt);
      if (fault !== undefined && !warned) {
        warned = true;
        start.warn(`the receipt ${world.receipts.folder} ${fault}; the node keeps its own`);
      }
    });
    return writing;
  };
  const set = (name: string, change: (node: ReceiptNode) => ReceiptNode): Promise<void> => {
    receipt = { ...receipt, nodes: receipt.nodes.map((each) => (each.node === name ? change(each) : each)) };
    return save();
  };
  await save();
  return {
    receipt: () => receipt,
    started: (name, leaseSeconds) =>
      set(name, (node) => ({
        ...node,
        outcome: 'unknown',
        // Ansible has no guard that decides
        ...(world.via !== 'ansible' && { decidedBy: world.now() + leaseSeconds * 2000 }),
      })),
    ended: (name, report) => set(name, (node) => endedNode(node, report)),
  };
}

function waiting({ machine, destinations }: Pick<NodePlan, 'machine' | 'destinations'>): ReceiptNode {
  return {
    node: machine.name,
    address: machine.address,
    outcome: 'waiting',
    files: destinations.map(({ path, baseSha256, newSha256 }) => ({
      path,
      before: baseSha256,
      after: newSha256,
    })),
    validated: [],
  };
}

function endedNode(node: ReceiptNode, { outcome, failure, validated }: NodeReport): ReceiptNode {
  const { decidedBy, failure: _, ...rest } = node;
  return {
    ...rest,
    outcome,
    ...(outcome === 'unknown' && decidedBy !== undefined && { decidedBy }),
    ...(failure !== undefined && { failure: `${failure.kind}: ${failure.message}`.slice(0, 4000) }),
    validated: validated.map(({ reader, result, detail }) =>
      `${reader} ${result}${detail === undefined ? '' : `: ${detail}`}`.slice(0, 4000),
    ),
  };
}
