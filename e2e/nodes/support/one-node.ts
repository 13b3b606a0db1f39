import type { NodeAddress, NodeReport, NodeSession, NodeUpkeep } from '@mirrorwright/core';
import { afterAll, beforeAll } from 'vitest';
import { openNode } from '../../../packages/io/src/apply/open-node.ts';
import { sessionOptions, withContent } from './case.ts';
import { addressOf, type Change, orderOf } from './drive.ts';
import { type NodeLab, type PseudoNode, startNodes } from './nodes.ts';

/** Folder of the files that are pushed to a lone node. */
export const base = '/etc/containers';

type Open = NodeSession & NodeUpkeep;

/** A lab of one node for the tests of a suite, and sessions with it, each closed at its end. */
export interface OneNode {
  lab(): NodeLab;
  node(): PseudoNode;
  session<T>(work: (open: Open) => Promise<T>, more?: Partial<NodeAddress>): Promise<T>;
  push(
    changes: readonly Change[],
    more?: Parameters<typeof orderOf>[1],
    who?: Partial<NodeAddress>,
  ): Promise<NodeReport>;
}

export function oneNode(): OneNode {
  let started: NodeLab | undefined;
  const lab = (): NodeLab => started!;
  beforeAll(async () => {
    started = await startNodes(1);
  }, 60_000);
  afterAll(() => started?.stop());
  const session: OneNode['session'] = async (work, more = {}) => {
    const open = await openNode(addressOf(lab().nodes[0]!, more), sessionOptions(lab()));
    try {
      return await work(open);
    } finally {
      await open.close();
    }
  };
  return {
    lab,
    node: () => lab().nodes[0]!,
    session,
    push: (changes, more = {}, who = {}) => {
      const order = orderOf(changes, more);
      const files = withContent(order.files);
      return session((open) => open.apply({ ...order, files }, () => undefined), who);
    },
  };
}
