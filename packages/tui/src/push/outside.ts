import process from 'node:process';
import { receiptStore } from '@mirrorwright/io';
import { newPushId, type PushWorld } from '@mirrorwright/io/push';
import type { Options } from '../cli/spec.ts';
import { askSecret, askTyped, askYes } from './prompts.ts';

/** What the commands around nodes need of the world. Tests give another one. */
export interface Outside extends PushWorld {
  /** Whether somebody can be asked. */
  readonly asks: boolean;
  /** Answers whether it was a yes; undefined when the question was left with Ctrl+C. */
  yes(question: string): Promise<boolean | undefined>;
  typed(question: string): Promise<string | undefined>;
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
