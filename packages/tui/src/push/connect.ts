import type { NodeAddress } from '@mirrorwright/core';
import { openNode as open, type SecretRequest } from '@mirrorwright/io';
import type { NodeLink } from '@mirrorwright/io/push';

/** Answers a question; undefined: nobody does. */
type Ask = (question: string) => Promise<string | undefined>;

/** Opens a session by ssh. Without somebody to ask, ssh and sudo must not need a password. */
export async function openNode(address: NodeAddress, ask: Ask | undefined): Promise<NodeLink> {
  return open(address, ask === undefined ? {} : { ask: (request) => inTurn(() => ask(questionOf(request))) });
}

let last: Promise<unknown> = Promise.resolve();

/** Several nodes may need a password at a time; a person is asked one question after the other. */
function inTurn<T>(question: () => Promise<T>): Promise<T> {
  const answer = last.then(question, question);
  last = answer.catch(() => undefined);
  return answer;
}

/** Names the node: ssh and sudo name at most the user. */
function questionOf({ node, kind, subject, prompt }: SecretRequest): string {
  if (kind === 'ssh-password') return `${node}: password of ${subject}:`;
  if (kind === 'key-passphrase') return `${node}: passphrase of ${subject}:`;
  if (kind === 'sudo-password') return `${node}: sudo password of ${subject}:`;
  return `${node}: ${prompt}`;
}
