import { type MemoryNode, memoryWorld } from '@mirrorwright/io/testing';
import type { Invocation, Options } from '../cli/spec.ts';
import type { Outside } from '../push/outside.ts';

/** A terminal, a state folder and machines in memory. */
export interface Stage {
  readonly outside: Outside;
  /** Answers that somebody would type; none: nobody is there. */
  readonly answers: (string | boolean | undefined)[];
  readonly questions: string[];
  interrupt(): void;
  run(
    command: (invocation: Invocation, outside: Outside) => Promise<number>,
    args: readonly string[],
    options?: Options,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

export interface StageOptions {
  readonly asks?: boolean;
}

/** Sets up a world in which the commands of nodes run as they are. */
export function stage(nodes: readonly MemoryNode[], { asks = false }: StageOptions = {}): Stage {
  const answers: (string | boolean | undefined)[] = [];
  const questions: string[] = [];
  const handlers = new Set<() => void>();
  const answer = <T>(question: string): Promise<T> => {
    questions.push(question);
    return Promise.resolve(answers.shift() as T);
  };
  const outside: Outside = {
    ...memoryWorld(nodes),
    asks,
    yes: answer,
    typed: answer,
    onInterrupt: (handler) => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  };
  const run: Stage['run'] = async (command, args, options = {}) => {
    const texts = { stdout: '', stderr: '' };
    const streams = {
      color: false,
      out: async (text: string): Promise<void> => {
        texts.stdout += text;
      },
      err: (text: string): void => {
        texts.stderr += text;
      },
    };
    const code = await command({ args, options, streams, version: '0.0.0' }, outside);
    return { code, ...texts };
  };
  return {
    outside,
    answers,
    questions,
    interrupt: () => {
      for (const handler of [...handlers]) handler();
    },
    run,
  };
}
