import type { NodeAddress, NodeSession, NodeUpkeep } from '@mirrorwright/core';
import { nodeScript } from '../generated/node-script.ts';
import { type ConnectOptions, connect } from '../session/connect.ts';
import { metaParts, orderParts } from './order.ts';
import { runGuarded } from './push.ts';
import { readOutcome, readReceipts, readUndo } from './records.ts';
import { readFacts, readFiles } from './survey.ts';
import { openWire } from './wire.ts';

export interface OpenNodeOptions extends ConnectOptions {
  /** The text that runs on the node, for tests that add to it. */
  readonly script?: string;
}

const usualLease = 60;
const usualBackups = 10;

/**
 * Connects to a node and becomes who its entry says. The connection carries one request at a time; close it in any case.
 *
 * @throws NodeError with the kind of the failure and its next step.
 */
export async function openNode(
  address: NodeAddress,
  options: OpenNodeOptions = {},
): Promise<NodeSession & NodeUpkeep> {
  const connection = await connect(address, options.script ?? nodeScript, options);
  const wire = openWire(connection, address.name);
  const common = { node: address.name, dryRun: false };
  return {
    facts: (markers, programs) => readFacts(wire, connection.uid, markers, programs),
    read: (paths, folders) => readFiles(wire, paths, folders),
    apply: (order, onStep) =>
      runGuarded(wire, {
        ...common,
        task: 'apply',
        pushId: order.pushId,
        leaseSeconds: order.leaseSeconds,
        dryRun: order.dryRun,
        parts: orderParts(order),
        onStep,
      }),
    rollback: (planId, { overwrite, pushId, leaseSeconds = usualLease, keepBackups }, onStep) =>
      runGuarded(wire, {
        ...common,
        task: 'rollback',
        pushId,
        leaseSeconds,
        parts: metaParts({ plan: planId, keep: keepBackups ?? usualBackups, overwrite, leaseSeconds }),
        onStep,
      }),
    repair: (pushId, onStep) =>
      runGuarded(wire, {
        ...common,
        task: 'repair',
        pushId,
        leaseSeconds: usualLease,
        parts: metaParts({ plan: 'none', keep: usualBackups, leaseSeconds: usualLease }),
        onStep,
      }),
    prune: (keep) => wire.demand(`prune ${Math.max(0, Math.trunc(keep))}`),
    receipts: () => readReceipts(wire),
    outcomeOf: (pushId) => readOutcome(wire, pushId),
    undoable: (planId) => readUndo(wire, planId),
    cancel: () => void wire.send('cancel'),
    close: () => connection.close(),
  };
}
