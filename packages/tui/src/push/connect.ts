import type { NodeAddress, NodeSession } from '@mirrorwright/core';
import { nodeError } from './failure.ts';

/** Opens a session by ssh. */
export async function openNode(
  address: NodeAddress,
  _ask: ((question: string) => Promise<string | undefined>) | undefined,
): Promise<NodeSession> {
  throw nodeError({ kind: 'other', message: `${address.name} cannot be reached`, nextStep: '' });
}
