import type { Field } from './fields.ts';
import { derive, type Overlay, type StepId, stepIds, type WizardState } from './state.ts';
import { pageOf } from './steps.ts';

/** What happens to the wizard: keys, already told apart from typing, and answers of the program around it. */
export type WizardEvent =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'activate' }
  | { readonly type: 'choose'; readonly value: string }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'erase' }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'escape' }
  | { readonly type: 'goto'; readonly step: StepId }
  | { readonly type: 'remove' }
  | { readonly type: 'reorder'; readonly by: -1 | 1 }
  | { readonly type: 'overlay'; readonly overlay: Overlay }
  | { readonly type: 'tab'; readonly by: -1 | 1 }
  | { readonly type: 'save' }
  | { readonly type: 'interrupt' }
  | { readonly type: 'answered'; readonly message: string | null };

/** The state after an event. Pure; an event that makes no sense where it comes changes nothing. */
export function reduce(state: WizardState, event: WizardEvent): WizardState {
  if (event.type === 'answered') return { ...state, request: null, message: event.message };
  if (event.type === 'interrupt')
    return state.overlay === 'quit'
      ? { ...state, request: 'quit' }
      : { ...state, overlay: 'quit', draft: null };
  if (event.type === 'escape') return leave(state);
  if (event.type === 'overlay')
    return { ...state, overlay: state.overlay === event.overlay ? null : event.overlay, draft: null };
  if (state.overlay === 'explain' && (event.type === 'type' || event.type === 'erase'))
    return typeReference(state, event);
  if (event.type === 'tab')
    return { ...state, tab: cycle(state.tab + event.by, derive(state).generated.length) };
  if (state.overlay !== null && event.type !== 'save') return { ...state, overlay: null };
  if (state.draft !== null) return inText(state, state.draft, event);
  return onPage(state, event);
}

/** Esc leaves the innermost thing and never the program. */
function leave(state: WizardState): WizardState {
  if (state.overlay !== null) return { ...state, overlay: null };
  if (state.draft !== null) return { ...state, draft: null, message: null };
  return back(state);
}

function typeReference(
  state: WizardState,
  event: { type: 'type'; text: string } | { type: 'erase' },
): WizardState {
  const { explained } = state;
  return { ...state, explained: event.type === 'erase' ? explained.slice(0, -1) : explained + event.text };
}

/** A text field has focus: only typing, accepting and leaving mean something. */
function inText(state: WizardState, draft: string, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'type':
      return { ...state, draft: draft + event.text, message: null };
    case 'erase':
      return { ...state, draft: [...draft].slice(0, -1).join(''), message: null };
    case 'activate':
    case 'next':
    case 'back':
      return accept(state, draft, event);
    default:
      return state;
  }
}

function accept(state: WizardState, draft: string, event: WizardEvent): WizardState {
  const field = fieldAt(state);
  if (field?.kind !== 'text') return { ...state, draft: null };
  const text = draft.trim();
  const unchanged = text === field.value;
  const problem = unchanged ? undefined : field.validate(text);
  if (problem !== undefined) return { ...state, message: problem };
  const accepted = { ...(unchanged ? state : field.enter(state, text)), draft: null, message: null };
  if (event.type === 'activate') return unchanged ? moveCursor(accepted, 1) : clampCursor(accepted);
  return onPage(accepted, event);
}

function onPage(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'move':
      return moveCursor(state, event.by);
    case 'activate':
      return clampCursor(activate(state, fieldAt(state)));
    case 'choose': {
      const field = fieldAt(state);
      return field?.kind === 'choice' ? field.choose(state, event.value) : state;
    }
    case 'next':
      return onwards(state, stepIds.indexOf(state.page.step) + 1);
    case 'back':
      return back(state);
    case 'goto':
      return onwards(state, stepIds.indexOf(event.step));
    case 'remove':
      return clampCursor(fieldAt(state)?.remove?.(state) ?? state);
    case 'reorder':
      return reorder(state, event.by);
    case 'save':
      return { ...state, request: 'save' };
    default:
      return state;
  }
}

function activate(state: WizardState, field: Field | undefined): WizardState {
  switch (field?.kind) {
    case 'toggle':
      return field.toggle(state);
    case 'choice': {
      const index = field.options.findIndex(({ value }) => value === field.value);
      return field.choose(state, field.options[cycle(index + 1, field.options.length)]!.value);
    }
    case 'text':
      return { ...state, draft: field.value, message: null };
    case 'open':
      return { ...state, page: field.page, cursor: 0, message: null };
    case 'action':
      return field.act(state);
    default:
      return state;
  }
}

function reorder(state: WizardState, by: -1 | 1): WizardState {
  const changed = fieldAt(state)?.move?.(state, by) ?? state;
  return changed === state ? state : moveCursor(changed, by);
}

function back(state: WizardState): WizardState {
  if (state.page.mirror !== undefined)
    return { ...state, page: { step: 'mirrors' }, cursor: 0, message: null };
  return toStep(state, stepIds.indexOf(state.page.step) - 1);
}

/** Forward only over steps that have what the later ones need; backward always. */
function onwards(state: WizardState, index: number): WizardState {
  const at = stepIds.indexOf(state.page.step);
  for (let step = at; step < index; step++) {
    const { missing } = pageOf({ ...state, page: { step: stepIds[step]! } });
    if (missing !== undefined) return { ...toStep(state, step), message: missing };
  }
  return toStep(state, index);
}

function toStep(state: WizardState, index: number): WizardState {
  const step = stepIds[index];
  return step === undefined ? state : firstField({ ...state, page: { step }, cursor: 0, message: null });
}

export function fieldAt(state: WizardState): Field | undefined {
  return pageOf(state).fields[state.cursor];
}

/** The cursor onto the first field that can be acted on; long texts of notes begin at their top. */
export function firstField(state: WizardState): WizardState {
  const index = pageOf(state).fields.findIndex(({ kind }) => kind !== 'note');
  return { ...state, cursor: Math.max(0, index) };
}

/** On pages with something to act on, notes are passed over; elsewhere the cursor scrolls. */
function moveCursor(state: WizardState, by: number): WizardState {
  const { fields } = pageOf(state);
  const readOnly = fields.every(({ kind }) => kind === 'note');
  let cursor = state.cursor;
  for (let next = cursor + by; next >= 0 && next < fields.length; next += by) {
    if (!readOnly && fields[next]!.kind === 'note') continue;
    cursor = next;
    break;
  }
  return { ...state, cursor };
}

function clampCursor(state: WizardState): WizardState {
  const { fields } = pageOf(state);
  const cursor = Math.min(state.cursor, Math.max(0, fields.length - 1));
  const here = { ...state, cursor };
  return fields[cursor]?.kind === 'note' ? firstField(here) : here;
}

function cycle(index: number, length: number): number {
  return length === 0 ? 0 : ((index % length) + length) % length;
}
