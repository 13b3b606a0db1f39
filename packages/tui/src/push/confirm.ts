import type { Danger } from '@mirrorwright/core';
import { isIdOf, shownId } from '@mirrorwright/io/push';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Options, stringOption } from '../cli/spec.ts';
import type { Outside } from './outside.ts';

/** Whether to go on; else the exit code. */
export type Confirmed =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: number; readonly text: string };

const yes: Confirmed = { ok: true };

/**
 * The gate before anything is written. A plain change takes a yes or --yes; a severe one takes the id of the plan, typed
 * or as --confirm ID, and --yes does not cover it.
 */
export async function confirm(
  id: string,
  danger: Danger,
  question: string,
  options: Options,
  outside: Outside,
): Promise<Confirmed> {
  const given = stringOption(options, 'confirm');
  if (given !== undefined) {
    if (isIdOf(given, id)) return yes;
    return no(
      exitCodes.findings,
      `--confirm ${given} is not this plan, which is ${shownId(id)}; look at it again`,
    );
  }
  const severe = danger.severity === 'severe';
  if (!severe && flagOption(options, 'yes')) return yes;
  if (!outside.asks)
    throw usageError(
      severe
        ? `this change is severe and --yes does not cover it: confirm it with --confirm ${shownId(id)}`
        : `nobody can be asked here: confirm with --yes, or with --confirm ${shownId(id)}`,
    );
  return severe ? byId(id, question, outside) : byYes(question, outside);
}

async function byYes(question: string, outside: Outside): Promise<Confirmed> {
  return (await outside.yes(question)) === true
    ? yes
    : no(exitCodes.cancelled, 'cancelled; nothing was written');
}

async function byId(id: string, question: string, outside: Outside): Promise<Confirmed> {
  const typed = await outside.typed(`${question} Type the plan id ${shownId(id)} to confirm:`);
  if (typed === undefined || typed === '') return no(exitCodes.cancelled, 'cancelled; nothing was written');
  return isIdOf(typed, id)
    ? yes
    : no(
        exitCodes.cancelled,
        `${JSON.stringify(typed.slice(0, 80))} is not the id of the plan; nothing was written`,
      );
}

function no(code: number, text: string): Confirmed {
  return { ok: false, code, text: `${text}\n` };
}
