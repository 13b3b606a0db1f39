import process from 'node:process';
import type { NodeLink, Stop } from '@mirrorwright/io/push';
import { exitCodes } from '../cli/exit.ts';
import type { Outside } from './outside.ts';

/** Ctrl+C once: stop safely. Twice: leave at once; the guards on the nodes decide. */
export interface StopOnInterrupt extends Stop {
  /** No longer listens. */
  release(): void;
}

export interface StopOptions {
  /** Said at the first one. */
  readonly warn: (text: string) => void;
  /** What each node is, for who leaves. */
  readonly states: () => string;
  readonly leave?: (code: number) => void;
}

/** Listens for Ctrl+C while nodes are written to. */
export function stopOnInterrupt(outside: Outside, options: StopOptions): StopOnInterrupt {
  const sessions = new Set<NodeLink>();
  const leave = options.leave ?? ((code: number) => process.exit(code));
  let times = 0;
  const release = outside.onInterrupt(() => {
    times++;
    if (times === 1) {
      options.warn(
        'stopping: no further node is started, those under way are rolled back or finished; Ctrl+C again leaves',
      );
      for (const session of sessions) session.cancel();
    } else {
      options.warn(`left; each node decides for itself now:\n${options.states().trimEnd()}`);
      leave(exitCodes.cancelled);
    }
  });
  return { cancelled: () => times > 0, sessions, release };
}
