import { randomBytes } from 'node:crypto';
import type { NodeAddress, NodeSession, NodeUpkeep } from '@mirrorwright/core';
import type { ReceiptStore } from '../receipts/store.ts';

/** A connection to a node, with all it can do. */
export type NodeLink = NodeSession & NodeUpkeep;

/** What a push needs of the world, whoever asks for it. Tests give another one. */
export interface PushWorld {
  /** Opens a session with a node; rejects with why it could not. */
  connect(address: NodeAddress): Promise<NodeLink>;
  readonly receipts: ReceiptStore;
  /** Milliseconds since 1970. */
  now(): number;
  pushId(): string;
  /** Another program carries orders out. */
  readonly via?: 'ansible' | 'kubectl';
}

/** Sorts by time and is met once: `20261121T080000-ab12cd34`. */
export function newPushId(now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '');
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}
