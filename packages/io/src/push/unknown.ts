import type { Receipt } from '@mirrorwright/core';
import type { NodeLink, PushWorld } from './world.ts';

/**
 * Asks a node what became of the pushes whose answer was lost, and writes it into our receipts: the node's record is
 * the truth. What its guard has not decided yet stays unknown.
 */
export async function settleUnknown(
  name: string,
  session: NodeLink,
  receipts: readonly Receipt[],
  world: PushWorld,
): Promise<readonly string[]> {
  const settled: string[] = [];
  for (const receipt of receipts) {
    // a node has no record of ours of what Ansible did
    if (receipt.via === 'ansible') continue;
    const lost = receipt.nodes.find(({ node, outcome }) => node === name && outcome === 'unknown');
    if (lost === undefined) continue;
    const outcome = await session.outcomeOf(receipt.pushId);
    if (outcome === 'working' || outcome === 'unknown') continue;
    const { decidedBy: _, ...rest } = lost;
    const nodes = receipt.nodes.map((each) => (each === lost ? { ...rest, outcome } : each));
    await world.receipts.save({ ...receipt, nodes });
    settled.push(`push ${receipt.pushId} ended on the node as ${outcome}`);
  }
  return settled;
}
