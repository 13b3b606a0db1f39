import { spawn } from 'node:child_process';

export interface ProgramRequest {
  readonly program: string;
  /** Handed over as they are: no shell reads them. */
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Beside the caller's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with every line of standard output, without its end. */
  readonly onLine?: (line: string) => void;
}

export type ProgramResult =
  /** `lost` names the signal that ended it. */
  | {
      readonly ok: true;
      readonly code: number | null;
      readonly stdout: string;
      readonly stderr: string;
      readonly lost?: string;
    }
  | { readonly ok: false; readonly reason: string };

/** Of what a program says, its end counts. */
const mostText = 8 << 20;

/**
 * Runs a program to its end, in a process group of its own: Ctrl+C on the terminal is ours to answer, and does not cut
 * it off in the middle. Nothing is asked of it: it has no standard input.
 */
export function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(request.program, [...request.args], {
      cwd: request.cwd,
      env: { ...process.env, ...request.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const texts = { stdout: '', stderr: '' };
    let line = '';
    const take = (name: 'stdout' | 'stderr', chunk: string): void => {
      texts[name] = (texts[name] + chunk).slice(-mostText);
      if (name === 'stderr' || request.onLine === undefined) return;
      const lines = (line + chunk).split('\n');
      line = lines.pop()!;
      for (const each of lines) request.onLine(each);
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (chunk: string) => take(name, chunk));
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ ok: false, reason: error.code === 'ENOENT' ? 'is not installed' : error.message }),
    );
    child.on('close', (code, signal) => {
      if (line !== '') request.onLine?.(line);
      resolve({ ok: true, code, ...texts, ...(signal !== null && { lost: signal }) });
    });
  });
}
