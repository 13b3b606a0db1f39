import { type ChildProcess, spawn } from 'node:child_process';

/** A program with lines in both directions. */
export interface Channel {
  /** The next line of standard output; undefined once it has ended. */
  line(): Promise<string | undefined>;
  /** A line that has come already. */
  takeLine(): string | undefined;
  /** Resolves when what was written is on its way; false when there is nobody to take it. */
  write(text: string | Uint8Array): Promise<boolean>;
  /** Calls back whenever anything comes or the program ends. One at a time. */
  watch(listener: (() => void) | undefined): void;
  /** What has come of a line that has no end yet. */
  partial(): string;
  stderr(): string;
  /** Whether the program has ended. */
  ended(): boolean;
  end(): void;
  /** Ends it without asking. */
  kill(): void;
}

interface State {
  lines: string[];
  rest: string;
  errors: string;
  isEnded: boolean;
  listener: (() => void) | undefined;
}

/** Starts a program without a terminal, in a session of its own: what interrupts us must not interrupt it. */
export function openChannel(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Channel {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const state: State = { lines: [], rest: '', errors: '', isEnded: false, listener: undefined };
  listen(child, state);
  const takeLine = (): string | undefined => state.lines.shift();
  const watch = (listener: (() => void) | undefined): void => {
    state.listener = listener;
  };
  return {
    takeLine,
    watch,
    line: () =>
      new Promise((resolve) => {
        const look = (): void => {
          const line = takeLine();
          if (line === undefined && !state.isEnded) return;
          watch(undefined);
          resolve(line);
        };
        watch(look);
        look();
      }),
    write: (text) => writeTo(child, text),
    partial: () => state.rest,
    stderr: () => state.errors,
    ended: () => state.isEnded,
    end: () => child.stdin?.end(),
    kill: () => void child.kill('SIGKILL'),
  };
}

function listen(child: ChildProcess, state: State): void {
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = chunk.split('\n');
    parts[0] = state.rest + parts[0]!;
    state.rest = parts.pop()!;
    for (const part of parts) state.lines.push(part.endsWith('\r') ? part.slice(0, -1) : part);
    state.listener?.();
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    state.errors = (state.errors + chunk).slice(-65_536);
    state.listener?.();
  });
  const finish = (): void => {
    state.isEnded = true;
    state.listener?.();
  };
  child.on('error', (error) => {
    state.errors += error.message;
    finish();
  });
  child.on('close', finish);
  // the other side may be gone before it has read everything
  child.stdin?.on('error', () => undefined);
}

function writeTo({ stdin }: ChildProcess, text: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    if (stdin === null || !stdin.writable) return resolve(false);
    stdin.write(text, (error) => resolve(error === null || error === undefined));
  });
}
