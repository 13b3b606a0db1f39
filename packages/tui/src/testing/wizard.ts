import { newMirrorPolicy, rootUser, type Snapshot } from '@mirrorwright/core';
import type { WizardEvent } from '../wizard/events.ts';
import { reduce } from '../wizard/machine.ts';
import { firstField } from '../wizard/navigation.ts';
import { initialState, type WizardOptions, type WizardState } from '../wizard/state.ts';

/** Files that were read, as a snapshot. */
export function snapshotOf(files: Readonly<Record<string, string>>, rooted = false): Snapshot {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { files: texts, rooted, user: rootUser, unreadable: [] };
}

/** The wizard before it looks for its first question, with nothing around the answers. */
export function freshWizard(
  policyText: string = newMirrorPolicy(),
  more: Partial<WizardOptions> = {},
): WizardState {
  const places = { policyPath: 'mirror-policy.yaml', root: '/', into: null, resources: 'cluster-resources' };
  const around = { existing: snapshotOf({}, true), inFolder: [], present: null, cluster: null };
  const rest = { policyText, onDisk: false, answered: false, offer: null };
  return initialState({ ...places, ...around, ...rest, ...more });
}

/** The same at its first question. */
export function wizardWith(policyText?: string, more?: Partial<WizardOptions>): WizardState {
  return firstField(freshWizard(policyText, more));
}

export function play(state: WizardState, ...events: readonly WizardEvent[]): WizardState {
  return events.reduce(reduce, state);
}
