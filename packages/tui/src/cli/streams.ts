import process from 'node:process';

/** Where a command writes: the result and the progress. */
export interface Streams {
  /** Whether colours are wanted on stdout. */
  readonly color: boolean;
  out(text: string): Promise<void>;
  err(text: string): void;
}

export interface StreamOptions {
  readonly noColor: boolean;
}

let closed = false;
let mute = false;
let failed = false;

/**
 * Lets a reader that closes stdout or stderr early (`2>&1 | head`) end the output quietly, and a full disk end it with a
 * word: a push goes on to its end whoever listens. Called once, before anything is written.
 */
export function allowEarlyEnd(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return;
    closed = true;
    failed = error.code !== 'EPIPE';
    if (failed && !mute)
      process.stderr.write(`mirrorwright: the output cannot be written any further (${error.code})\n`);
  });
  process.stderr.on('error', () => {
    mute = true;
  });
}

/** Whether some of the output was lost for another reason than that its reader had enough. */
export function isOutputLost(): boolean {
  return failed;
}

/** The process's own streams. */
export function processStreams({ noColor }: StreamOptions): Streams {
  const out = (text: string): Promise<void> =>
    new Promise((resolve) => {
      if (closed || text === '') resolve();
      else process.stdout.write(text, () => resolve());
    });
  return {
    color: wantsColor(noColor),
    out,
    err: (text) => {
      if (!mute) process.stderr.write(inert(text));
    },
  };
}

/** Messages quote names out of files, and those must not reach the terminal as commands. Core is not loaded for this. */
function inert(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** --no-color, then NO_COLOR, then FORCE_COLOR, then whether stdout is a capable terminal. */
function wantsColor(noColor: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (noColor || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
