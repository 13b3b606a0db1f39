import type { Receipt } from '@mirrorwright/core';
import {
  type JournalStart,
  openJournal,
  type PushJournal,
  receiptLine,
  type Stop,
} from '@mirrorwright/io/push';
import type { Streams } from '../cli/streams.ts';
import type { Outside } from './outside.ts';
import { stopOnInterrupt } from './stop.ts';
import type { PushView } from './view.ts';

/** What carries out is given: where it notes what happened, and whether it shall stop. */
export interface Underway {
  readonly journal: PushJournal;
  readonly stop: Stop;
}

export interface Told {
  readonly receipt: Receipt;
  readonly cancelled: boolean;
}

/** Opens the receipt, carries out while Ctrl+C stops safely, and tells what every node is. */
export async function underway(
  start: Omit<JournalStart, 'warn'>,
  {
    view,
    streams,
    outside,
  }: { readonly view: PushView; readonly streams: Streams; readonly outside: Outside },
  work: (given: Underway) => Promise<unknown>,
): Promise<Told> {
  const warn = (text: string): void => streams.err(`mirrorwright: ${text}\n`);
  const journal = await openJournal({ ...start, warn }, outside);
  view.start(journal.receipt());
  const lines = (): readonly string[] => journal.receipt().nodes.map((node) => receiptLine(node, start.kind));
  const stop = stopOnInterrupt(outside, { warn: view.say, states: () => lines().join('') });
  try {
    await work({ journal, stop });
  } finally {
    stop.release();
  }
  await view.finish(journal.receipt());
  return { receipt: journal.receipt(), cancelled: stop.cancelled() };
}
