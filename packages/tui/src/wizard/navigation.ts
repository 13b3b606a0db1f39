import { placeFindings } from './derive.ts';
import type { Field } from './fields.ts';
import { stepIds, type WizardState } from './state.ts';
import { pageOf } from './steps/index.ts';

/** The cursor onto the first field that can be acted on; long texts of notes begin at their top. */
export function firstField(state: WizardState): WizardState {
  const { fields } = pageOf(state);
  const index = fields.findIndex(({ kind, secondary }) => kind !== 'note' && secondary !== true);
  return { ...state, cursor: Math.max(0, index) };
}

/** On pages with something to act on, notes are passed over; elsewhere the cursor scrolls. */
export function moveCursor(state: WizardState, by: number): WizardState {
  const { fields } = pageOf(state);
  const readOnly = fields.every(({ kind }) => kind === 'note');
  const stops = fields.flatMap((field, index) => (readOnly || field.kind !== 'note' ? [index] : []));
  const at = stops.indexOf(state.cursor);
  const cursor = stops[Math.max(0, Math.min(stops.length - 1, at + by))];
  return cursor === undefined || cursor === state.cursor ? state : { ...state, cursor };
}

export function clampCursor(state: WizardState): WizardState {
  const { fields } = pageOf(state);
  const cursor = Math.min(state.cursor, Math.max(0, fields.length - 1));
  const here = { ...state, cursor };
  return fields[cursor]?.kind === 'note' ? firstField(here) : here;
}

/** The cursor onto the field with this id; where there is none, it stays. */
export function toField(state: WizardState, id: string): WizardState {
  const cursor = pageOf(state).fields.findIndex((field) => field.id === id);
  return cursor === -1 ? state : { ...state, cursor };
}

export function toStep(state: WizardState, index: number): WizardState {
  const step = stepIds[index];
  return step === undefined ? state : firstField({ ...leaveFilter(state), page: { step }, message: null });
}

/** Forward only over steps that have what the later ones need; backward always. */
export function onwards(state: WizardState, index: number): WizardState {
  const at = stepIds.indexOf(state.page.step);
  for (let step = at; step < index; step++) {
    const { missing } = pageOf({ ...leaveFilter(state), page: { step: stepIds[step]! } });
    if (missing !== undefined) return { ...toStep(state, step), message: missing };
  }
  return toStep(state, index);
}

/** The step after or before, over those that were answered beforehand; the way back is never barred. */
export function nextStep(state: WizardState): WizardState {
  const at = stepIds.indexOf(state.page.step);
  const open = stepIds.findIndex((id, index) => index > at && !state.given.includes(id));
  return onwards(state, open === -1 ? at : open);
}

export function back(state: WizardState): WizardState {
  const { step, upstream, mirror } = state.page;
  if (upstream === undefined) return toStep(state, stepIds.indexOf(step) - 1);
  const list = firstField({ ...leaveFilter(state), page: { step }, message: null });
  return toField(list, mirror === undefined ? `upstream ${upstream}` : `mirror ${upstream} ${mirror}`);
}

/** Onto the step, and there onto the answer that causes the finding. */
export function toCause(state: WizardState, field: Field & { readonly kind: 'open' }): WizardState {
  const there = firstField({ ...leaveFilter(state), page: field.page, message: null });
  const { finding } = field;
  if (finding === undefined) return there;
  const placed = placeFindings(there, pageOf(there).fields).beside;
  for (const [owner, findings] of placed) if (findings.includes(finding)) return toField(there, owner.id);
  return there;
}

/** The next or previous line with a finding or a change, around the end. */
export function toNotable(state: WizardState, by: 1 | -1): WizardState {
  const { fields } = pageOf(state);
  const { beside } = placeFindings(state, fields);
  const notable = (field: Field): boolean =>
    beside.has(field) || field.finding !== undefined || field.file !== undefined;
  for (let count = 1; count <= fields.length; count++) {
    const index = cycle(state.cursor + by * count, fields.length);
    if (notable(fields[index]!)) return { ...state, cursor: index };
  }
  return { ...state, message: 'nothing is found or changed on this page' };
}

export function leaveFilter(state: WizardState): WizardState {
  return state.filter === null && !state.filtering ? state : { ...state, filter: null, filtering: false };
}

export function cycle(index: number, length: number): number {
  return length === 0 ? 0 : ((index % length) + length) % length;
}
