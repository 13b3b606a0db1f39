import type { Snapshot } from '@mirrorwright/core';
import { equivalentCommands } from './commands.ts';
import { existingFiles, savePolicy, stampNow, writeFiles } from './deliver.ts';
import { nodeFiles } from './derive.ts';
import type { WizardState } from './state.ts';

/** What came of saving, or of saving and writing. */
export interface Outcome {
  readonly ok: boolean;
  /** What was done and, where it failed, why. */
  readonly lines: readonly string[];
  /** The policy as it now stands on disk. */
  readonly saved?: string;
  /** The node's files as they are now, where they are not as they were. */
  readonly existing?: Snapshot;
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
  const existing = await existingFiles(state.root, user);
  if (typeof existing === 'string') return { ok: false, lines: [existing], saved: text };
  const changed = changedPath(state, existing);
  if (changed !== undefined) {
    const line = `${changed} was changed since you looked: Review now shows the change to it as it is`;
    return { ok: false, lines: [line], saved: text, existing };
  }
  const written = await writeFiles(state, stampNow());
  if (!written.ok) return { ok: false, lines: written.lines, saved: text };
  const lines = [...saved.lines, ...written.lines];
  return { ok: true, lines, saved: text, card: [...lines, '', ...equivalentCommands(state)] };
}

/** A file to be written that is not as it was when its change was shown. */
function changedPath(state: WizardState, now: Snapshot): string | undefined {
  const texts = ({ files }: Snapshot): ReadonlyMap<string, string> =>
    new Map(files.map(({ path, text }) => [`/${path}`, text]));
  const before = texts(state.existing);
  const after = texts(now);
  return nodeFiles(state).find(({ path }) => before.get(path) !== after.get(path))?.path;
}
