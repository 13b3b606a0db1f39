import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { NodeAddress, NodeSession, NodeUpkeep } from '@mirrorwright/core';
import { type ReceiptStore, receiptStore } from '@mirrorwright/io';
import type { Options } from '../cli/spec.ts';
import { askSecret, askTyped, askYes } from './prompts.ts';

/** A connection to a node, with all it can do. */
export type NodeLink = NodeSession & NodeUpkeep;

/** What the commands around nodes need of the world. Tests give another one. */
export interface Outside {
  /** Opens a session with a node; rejects with why it could not. */
  connect(address: NodeAddress): Promise<NodeLink>;
  readonly receipts: ReceiptStore;
  /** Whether somebody can be asked. */
  readonly asks: boolean;
  /** Answers whether it was a yes; undefined when the question was left with Ctrl+C. */
  yes(question: string): Promise<boolean | undefined>;
  typed(question: string): Promise<string | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  pushId(): string;
  /** Calls back at every Ctrl+C until the answer is called. */
  onInterrupt(handler: () => void): () => void;
}

/** The world as it is. What speaks ssh is loaded at the first connection. */
export function realOutside(options: Options): Outside {
  const asks = options.input !== false && process.stdin.isTTY === true && process.stderr.isTTY === true;
  return {
    connect: async (address) => {
      const { openNode } = await import('./connect.ts');
      return openNode(address, asks ? askSecret : undefined);
    },
    receipts: receiptStore(),
    asks,
    yes: askYes,
    typed: askTyped,
    now: () => Date.now(),
    pushId: () => newPushId(new Date()),
    onInterrupt: (handler) => {
      process.on('SIGINT', handler);
      process.on('SIGTERM', handler);
      return () => {
        process.off('SIGINT', handler);
        process.off('SIGTERM', handler);
      };
    },
  };
}

/** Sorts by time and is met once: `20261121T080000-ab12cd34`. */
export function newPushId(now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '');
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}
