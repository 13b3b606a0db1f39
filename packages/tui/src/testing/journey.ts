import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { command } from './run.ts';

/** The built command in a real terminal, whose screen can be read as a person sees it. */
export interface Journey {
  send(keys: string): void;
  /** Waits until the screen shows the text and keys are heard. */
  sees(text: string): Promise<string>;
  ends(): Promise<number>;
  /** Everything that was ever written. */
  output(): string;
}

export function journey(
  args: readonly string[],
  cwd: string,
  columns: number,
  rows: number,
  extra: Readonly<Record<string, string>> = {},
  inShell = false,
): Journey {
  // with CI in the environment the terminal library draws nothing
  const env = { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: cwd, ...extra };
  const words = [process.execPath, command, ...args];
  // a shell with job control, as people have it
  const [program = '', ...rest] = inShell ? ['bash', '--norc', '-i'] : words;
  const child = spawn(program, rest, { cols: columns, rows, cwd, env });
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  if (inShell) child.write(`${words.map((word) => `'${word}'`).join(' ')}\r`);
  let written = '';
  let code: number | undefined;
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.onData((data) => {
    written += data;
    terminal.write(data, wake);
  });
  child.onExit(({ exitCode }) => {
    code = exitCode;
    wake();
  });
  const screen = (): string => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  };
  // on the whole screen keys are heard from the moment on that pasted texts are told from them
  const listens = (): boolean => !written.includes('\u001b[?1049h') || written.includes('\u001b[?2004h');
  const until = <T>(ready: () => T | undefined, what: () => string): Promise<T> =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => {
        watchers.delete(check);
        fail(new Error(`${what()}; the screen is\n${screen()}`));
      }, 15_000);
      const check = (): void => {
        const value = ready();
        if (value === undefined) return;
        clearTimeout(timer);
        watchers.delete(check);
        done(value);
      };
      watchers.add(check);
      check();
    });
  return {
    send: (keys) => child.write(keys),
    sees: (text) =>
      until(
        () => (screen().includes(text) && listens() ? screen() : undefined),
        () => `waited for "${text}"`,
      ),
    ends: () =>
      until(
        () => code,
        () => 'waited for the end',
      ),
    output: () => written,
  };
}
