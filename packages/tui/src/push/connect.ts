import type { NodeAddress } from '@mirrorwright/core';
import { openNode as open } from '@mirrorwright/io';
import { inTurn, type NodeLink, secretQuestion } from '@mirrorwright/io/push';

/** Answers a question; undefined: nobody does. */
type Ask = (question: string) => Promise<string | undefined>;

const asked = inTurn();

/** Opens a session by ssh. Without somebody to ask, ssh and sudo must not need a password. */
export async function openNode(address: NodeAddress, ask: Ask | undefined): Promise<NodeLink> {
  return open(
    address,
    ask === undefined ? {} : { ask: (request) => asked(() => ask(secretQuestion(request))) },
  );
}
