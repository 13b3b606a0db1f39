import { addressOf, type NodeAddress, type NodeEntry } from '@mirrorwright/core';

/** A node of the nodes file and what it takes to reach it. */
export interface ChosenNode {
  readonly entry: NodeEntry;
  readonly address: NodeAddress;
}

/** The nodes of a file with their hops. */
export function withAddresses(nodes: readonly NodeEntry[]): readonly ChosenNode[] {
  return nodes.map((entry) => ({ entry, address: addressOf(entry, nodes) }));
}
