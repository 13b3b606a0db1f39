import process from 'node:process';
import { render } from 'ink';
import { exitCodes } from '../cli/exit.ts';
import { marksOf } from '../theme.ts';
import { App, type Suspend } from './app.tsx';
import type { WizardEvent } from './events.ts';
import { firstField } from './navigation.ts';
import { type Ending, perform } from './perform.ts';
import type { SessionStore } from './sessions.ts';
import { initialState, type Request, type WizardOptions, type WizardState } from './state.ts';

export interface RunOptions extends WizardOptions {
  readonly user: string | undefined;
  readonly sessions: SessionStore;
}

/** The wizard on the whole screen. Answers the exit code. */
export async function runWizard(options: RunOptions): Promise<number> {
  let ending: Ending = { ok: false, text: '' };
  const { remember, settled } = rememberer(options.sessions);
  const carryOut = async (
    request: Request,
    state: WizardState,
    suspend: Suspend,
  ): Promise<WizardEvent | null> => {
    if (request.kind === 'copy') return copy(request.text);
    if (request.kind === 'suspend') {
      await suspend(pause);
      return { type: 'answered', message: null };
    }
    let performed = null as Awaited<ReturnType<typeof perform>> | null;
    const work = async (): Promise<void> => {
      await settled();
      performed = await perform(request, state, options);
    };
    await (request.kind === 'edit' ? suspend(work) : work());
    if (performed === null) return null;
    if ('event' in performed) return performed.event;
    ending = performed.ending;
    return null;
  };
  const app = render(
    <App
      initial={firstField(initialState(options))}
      marks={marksOf()}
      perform={carryOut}
      remember={remember}
    />,
    { exitOnCtrlC: false, alternateScreen: true },
  );
  await app.waitUntilExit();
  await settled();
  process.stdout.write(ending.text);
  return ending.ok ? exitCodes.ok : exitCodes.cancelled;
}

/** Keeps the newest state; while one is being written the next waits, and those between are passed over. */
function rememberer(sessions: SessionStore): {
  readonly remember: (state: WizardState) => void;
  readonly settled: () => Promise<void>;
} {
  let latest: WizardState | null = null;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (latest !== null) {
      const state = latest;
      latest = null;
      // answers that cannot be kept (a full disk, no home) are no reason to stop asking
      await sessions.keep(state).catch(() => false);
    }
    running = null;
  };
  return {
    remember: (state) => {
      if (state.overlay === 'resume' || state.request !== null) return;
      latest = state;
      running ??= run();
    },
    settled: async () => {
      await running;
    },
  };
}

/** By the escape sequence that terminals take for the clipboard (OSC 52), which works over ssh too. */
function copy(text: string): WizardEvent {
  process.stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  return { type: 'answered', message: 'copied, where the terminal allows it' };
}

/** Stops as `ctrl+z` does elsewhere, with whatever started the program, until the shell brings it back. */
function pause(): Promise<void> {
  return new Promise((done) => {
    // with the terminal given away nothing else would keep the program alive
    const alive = setInterval(() => undefined, 60_000);
    process.once('SIGCONT', () => {
      clearInterval(alive);
      done();
    });
    process.kill(0, 'SIGTSTP');
  });
}
