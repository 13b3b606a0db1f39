import type { Connection } from '../session/connect.ts';
import { asKind, failure, NodeError } from '../session/failures.ts';
import { fromWord } from './words.ts';

/** One line from the node's script, without its nonce. */
export interface Answer {
  readonly key: string;
  readonly words: readonly string[];
  /** Lines of base64 that followed, for the keys that bring some. */
  readonly body?: Uint8Array;
}

/** Requests and answers over a connection, one after the other. */
export interface Wire {
  /** All answers up to `done`. */
  list(request: string, withBody?: (answer: Answer) => boolean): Promise<readonly Answer[]>;
  /**
   * A request that is answered by yes or no; content follows it as it is. Lines before the answer that need none may be part
   * of the request. @throws NodeError with the node's reason.
   */
  demand(request: string, content?: Uint8Array): Promise<void>;
  send(request: string): Promise<boolean>;
  /** The next answer; undefined when the connection is gone. */
  next(): Promise<Answer | undefined>;
}

export function openWire({ channel, nonce }: Connection, node: string): Wire {
  const read = async (): Promise<Answer | undefined> => {
    for (;;) {
      const line = await channel.line();
      if (line === undefined) return undefined;
      if (!line.startsWith(`${nonce} `)) continue;
      const [key, ...words] = line.slice(nonce.length + 1).split(' ');
      return { key: key!, words };
    }
  };
  const lost = (): never => {
    const said = channel.stderr().trim().split('\n').at(-1) ?? '';
    const message = `${node}: the connection was lost${said === '' ? '' : `: ${said}`}`;
    throw new NodeError(failure('timeout', message, 'check the connection, then try again'));
  };
  const body = async (): Promise<Uint8Array> => {
    const lines: string[] = [];
    for (;;) {
      const line = await channel.line();
      if (line === undefined) return lost();
      if (line === `${nonce} end`) return Buffer.from(lines.join(''), 'base64');
      lines.push(line);
    }
  };
  const send = (text: string): Promise<boolean> => channel.write(`${text}\n`);
  return {
    send,
    next: read,
    list: async (request, withBody = () => false) => {
      const answers: Answer[] = [];
      await send(request);
      for (;;) {
        const answer = (await read()) ?? lost();
        if (answer.key === 'done') return answers;
        answers.push(withBody(answer) ? { ...answer, body: await body() } : answer);
      }
    },
    demand: async (request, content) => {
      if (content === undefined) await send(request);
      else {
        await channel.write(Buffer.concat([Buffer.from(`${request} ${content.length}\n`), content]));
      }
      const answer = (await read()) ?? lost();
      if (answer.key === 'yes') return;
      const [kind = 'other', message = ''] = answer.words;
      throw new NodeError(failure(asKind(kind), explain(node, asKind(kind), fromWord(message))));
    },
  };
}

/** A reason of the node's script as a sentence. */
export function explain(node: string, kind: string, message: string): string {
  return kind === 'tool-missing' ? `${node}: missing on the node: ${message}` : `${node}: ${message}`;
}
