import process from 'node:process';
import { neutralize, type Receipt } from '@mirrorwright/core';
import { failureText, outcomeWords, type PushProgress, receiptLine } from '@mirrorwright/io/push';
import type { Streams } from '../cli/streams.ts';
import { liveTable } from './live.ts';

/** How a push is told while it goes on. */
export interface PushView extends PushProgress {
  start(receipt: Receipt): void;
  /** Something for the person to know at once. */
  say(text: string): void;
  /** The last word: what every node is. */
  finish(receipt: Receipt): Promise<void>;
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
      const text =
        report.failure === undefined ? outcomeWords(report, kind) : bare(report.node, report.failure.message);
      if (live !== undefined) live.set(report.node, neutralize(text));
      const next = report.failure?.nextStep ?? '';
      if (report.failure === undefined) return;
      if (live === undefined) streams.err(failureText(report.node, report.failure));
      else if (next !== '') live.below(`${report.node}: next: ${neutralize(next)}`);
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

/** A message without the name of its node, where that stands before it anyway. */
function bare(node: string, message: string): string {
  return message.startsWith(`${node}: `) ? message.slice(node.length + 2) : message;
}
