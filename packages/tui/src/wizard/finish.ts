import { equivalentCommands } from './commands.ts';
import { savePolicy, stampNow, writeFiles } from './deliver.ts';
import type { Surroundings, WizardState } from './state.ts';
import { readAround } from './surroundings.ts';
import { wantedFiles } from './wanted.ts';

/** What came of saving, or of saving and writing. */
export interface Outcome {
  readonly ok: boolean;
  /** What was done and, where it failed, why. */
  readonly lines: readonly string[];
  /** The policy as it now stands on disk. */
  readonly saved?: string;
  /** What is there now, where it is not as it was. */
  readonly around?: Surroundings;
  /** Everything is done: what the user is left with. */
  readonly card?: readonly string[];
}

/** Saves the answers and, when that is asked, writes the files below the root. Both faces end here. */
export async function finish(
  state: WizardState,
  { write, user }: { readonly write: boolean; readonly user: string | undefined },
): Promise<Outcome> {
  const saved = await savePolicy(state);
  if (!saved.ok) return { ok: false, lines: saved.lines };
  const { text } = state.policy.source;
  if (!write) return { ok: true, lines: saved.lines, saved: text };
  const { around, problems } = await readAround(state, user);
  if (problems.length > 0) return { ok: false, lines: problems, saved: text };
  const changed = changedPath(state, around);
  if (changed !== undefined) {
    const line = `${changed} was changed since you looked: Review now shows the change to it as it is`;
    return { ok: false, lines: [line], saved: text, around };
  }
  const written = await writeFiles(state, stampNow());
  if (!written.ok) return { ok: false, lines: written.lines, saved: text };
  const lines = [...saved.lines, ...written.lines];
  return { ok: true, lines, saved: text, card: [...lines, '', ...equivalentCommands(state)] };
}

/** A file to be written that is not as it was when its change was shown. */
function changedPath(state: WizardState, around: Surroundings): string | undefined {
  const now = new Map(wantedFiles({ ...state, ...around }).map(({ path, before }) => [path, before]));
  return wantedFiles(state).find(({ path, before }) => before !== (now.get(path) ?? null))?.path;
}
