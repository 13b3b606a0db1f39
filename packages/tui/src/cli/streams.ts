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

/** The process's own streams. A reader that closes stdout early (`| head`) ends the output quietly. */
export function processStreams({ noColor }: StreamOptions): Streams {
  let closed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  const out = (text: string): Promise<void> =>
    new Promise((resolve) => {
      if (closed || text === '') resolve();
      else process.stdout.write(text, () => resolve());
    });
  return {
    color: wantsColor(noColor),
    out,
    err: (text) => {
      process.stderr.write(inert(text));
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
