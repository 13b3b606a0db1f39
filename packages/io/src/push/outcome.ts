import {
  type NodeOutcome,
  type NodeReport,
  neutralize,
  type Receipt,
  type ReceiptNode,
} from '@mirrorwright/core';

/** Who is told how a push goes on. */
export interface PushProgress {
  step(node: string, step: string, detail?: string): void;
  ended(report: NodeReport): void;
}

/** Outcomes in words. */
export function outcomeWords(
  node: Pick<ReceiptNode, 'outcome' | 'decidedBy'>,
  kind: Receipt['kind'] = 'push',
): string {
  if (node.outcome === 'unknown' && node.decidedBy !== undefined)
    return `unknown, the guard on the node decides by ${new Date(node.decidedBy).toISOString()}`;
  return kind === 'rollback' ? (undoWords[node.outcome] ?? words[node.outcome]) : words[node.outcome];
}

const words: Readonly<Record<NodeOutcome | 'waiting', string>> = {
  committed: 'committed',
  'rolled-back': 'rolled back, as it was before',
  'rolled-back-unhealthy': 'rolled back, but a service is not healthy',
  unknown: 'unknown; look at its files, or push again',
  unchanged: 'as planned already, nothing was written',
  refused: 'refused, nothing was written',
  'dry-run': 'dry run, nothing was changed',
  waiting: 'not started',
};

/** The same outcomes where files were to be taken back. */
const undoWords: Partial<typeof words> = {
  committed: 'as it was before the push',
  'rolled-back': 'the rollback failed, its files are as they were before it',
  unchanged: 'there was nothing to take back',
};

/** A node in the summary. */
export function receiptLine(node: ReceiptNode, kind: Receipt['kind'] = 'push'): string {
  const why = node.failure === undefined ? '' : ` (${node.failure})`;
  const checks = node.validated.length === 0 ? '' : `; read on the node by: ${node.validated.join(', ')}`;
  return `${node.node}: ${outcomeWords(node, kind)}${neutralize(why + checks)}\n`;
}

/** Whether an outcome is what was asked for. */
export function isDone(outcome: ReceiptNode['outcome']): boolean {
  return outcome === 'committed' || outcome === 'unchanged' || outcome === 'dry-run';
}
