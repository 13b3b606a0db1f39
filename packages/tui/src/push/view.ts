import process from 'node:process';
import {
  type NodeOutcome,
  type NodeReport,
  neutralize,
  type Receipt,
  type ReceiptNode,
} from '@mirrorwright/core';
import type { Streams } from '../cli/streams.ts';
import { liveTable } from './live.ts';

/** How a push is told while it goes on. */
export interface PushView {
  start(receipt: Receipt): void;
  step(node: string, step: string, detail?: string): void;
  ended(report: NodeReport): void;
  /** Something for the person to know at once. */
  say(text: string): void;
  /** The last word: what every node is. */
  finish(receipt: Receipt): Promise<void>;
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
  unknown: 'unknown, the guard on the node decides',
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

/** Plain lines: steps on stderr, the summary on stdout. On a terminal the steps are a table that is drawn again. */
export function textView(
  streams: Streams,
  options: { readonly quiet: boolean; readonly live: boolean },
): PushView {
  const live = options.live && !options.quiet ? liveTable(process.stderr) : undefined;
  let kind: Receipt['kind'] = 'push';
  return {
    start: (receipt) => {
      kind = receipt.kind;
      live?.start(receipt.nodes.map(({ node }) => node));
    },
    step: (node, step, detail) => {
      const more = detail === undefined ? '' : `: ${neutralize(detail)}`;
      if (live !== undefined) live.set(node, `${step}${more}`);
      else if (!options.quiet) streams.err(`${node}: ${step}${more}\n`);
    },
    ended: (report) => {
      const text = report.failure === undefined ? outcomeWords(report, kind) : report.failure.message;
      if (live !== undefined) live.set(report.node, neutralize(text));
      const next = report.failure?.nextStep ?? '';
      if (report.failure !== undefined)
        live === undefined
          ? streams.err(
              `${report.node}: ${neutralize(text)}${next === '' ? '' : `\n  next: ${neutralize(next)}`}\n`,
            )
          : live.below(`${report.node}: next: ${neutralize(next)}`);
    },
    say: (text) => (live === undefined ? streams.err(`${text}\n`) : live.above(text)),
    finish: async (receipt) => {
      live?.end();
      await streams.out(receipt.nodes.map((node) => receiptLine(node, kind)).join(''));
    },
  };
}

/** One JSON object for each event, on stdout. */
export function jsonlView(streams: Streams, now: () => number): PushView {
  let writing: Promise<void> = Promise.resolve();
  const say = (event: string, value: object): void => {
    const line = `${JSON.stringify({ event, at: now(), ...value })}\n`;
    writing = writing.then(() => streams.out(line));
  };
  return {
    start: ({ pushId, planId, kind, nodes }) =>
      say('start', { pushId, planId, kind, nodes: nodes.map(({ node }) => node) }),
    step: (node, step, detail) => say('step', { node, step, ...(detail !== undefined && { detail }) }),
    ended: ({ node, outcome, failure, validated }) =>
      say('end', { node, outcome, ...(failure !== undefined && { failure }), validated }),
    say: (text) => streams.err(`${text}\n`),
    finish: (receipt) => {
      say('done', { receipt });
      return writing;
    },
  };
}
