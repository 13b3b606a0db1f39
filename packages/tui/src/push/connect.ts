import type { NodeAddress } from '@mirrorwright/core';
import { nodeError } from './failure.ts';
import type { NodeLink } from './outside.ts';

/** Opens a session by ssh. */
export async function openNode(
  address: NodeAddress,
  _ask: ((question: string) => Promise<string | undefined>) | undefined,
): Promise<NodeLink> {
  throw nodeError({ kind: 'other', message: `${address.name} cannot be reached`, nextStep: '' });
}
