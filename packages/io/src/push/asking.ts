import type { SecretRequest } from '../session/askpass.ts';

/** The question for a secret. Names the node: ssh and sudo name at most the user. */
export function secretQuestion({ node, kind, subject, prompt }: SecretRequest): string {
  if (kind === 'ssh-password') return `${node}: password of ${subject}:`;
  if (kind === 'key-passphrase') return `${node}: passphrase of ${subject}:`;
  if (kind === 'sudo-password') return `${node}: sudo password of ${subject}:`;
  return `${node}: ${prompt}`;
}

/** Several nodes may need a password at a time; a person is asked one question after the other. */
export function inTurn(): <T>(question: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (question) => {
    const answer = last.then(question, question);
    last = answer.catch(() => undefined);
    return answer;
  };
}
