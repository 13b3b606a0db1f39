import { applyEdits } from '@mirrorwright/core';
import { derive } from './derive.ts';
import type { WizardEvent } from './events.ts';
import type { Field } from './fields.ts';
import { fieldAt, findingsAt } from './focus.ts';
import {
  back,
  clampCursor,
  cycle,
  firstField,
  leaveFilter,
  moveCursor,
  nextStep,
  onwards,
  toCause,
  toField,
  toNotable,
} from './navigation.ts';
import { commandsText, copied, explainedImage, overlayLength, overlayText } from './overlays.ts';
import { shownCluster } from './preview.ts';
import { type Overlay, stepIds, type WizardState, withText } from './state.ts';
import { pageOf } from './steps/index.ts';

/** The state after an event. Pure; an event that makes no sense where it comes changes nothing. */
export function reduce(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'answered':
      return {
        ...state,
        ...event.around,
        request: null,
        message: event.message,
        savedText: event.saved ?? state.savedText,
      };
    case 'rewritten':
      return clampCursor({ ...withText(state, event.text), request: null, message: event.message });
    case 'shown':
      return { ...state, request: null, overlay: 'text', scroll: 0, shown: event };
    case 'interrupt':
      return state.overlay === 'quit'
        ? { ...state, request: { kind: 'quit' } }
        : { ...state, overlay: 'quit', scroll: 0, draft: null, filtering: false };
    case 'suspend':
      return { ...state, request: { kind: 'suspend' } };
    case 'save':
      return { ...state, request: { kind: 'save' } };
    case 'escape':
      return leave(state);
    default:
      return state.overlay === null ? onScreen(state, event) : inOverlay(state, event);
  }
}

/** Esc leaves the innermost thing and never the program. */
function leave(state: WizardState): WizardState {
  if (state.draft !== null) return { ...state, draft: null, message: null };
  if (state.overlay === 'resume') return { ...state, overlay: null };
  if (state.overlay !== null) return { ...state, overlay: null, scroll: 0 };
  if (state.filter !== null || state.filtering) return firstField(leaveFilter(state));
  return back(state);
}

function inOverlay(state: WizardState, event: WizardEvent): WizardState {
  if (state.overlay === 'resume') return onOffer(state, event);
  if (state.overlay === 'explain' && state.draft !== null) return typeReference(state, state.draft, event);
  switch (event.type) {
    case 'move':
      return { ...state, scroll: clamp(state.scroll + event.by, overlayLength(state)) };
    case 'tab':
      return switchTab(state, event.by);
    case 'view':
      return state.overlay === 'preview' ? switchView(state) : state;
    case 'overlay':
      return openOverlay(state, event.overlay);
    case 'copy':
      return { ...state, request: copied(state) ?? null };
    case 'reference':
      return state.overlay === 'explain' ? { ...state, draft: '' } : state;
    case 'remove':
      return state.overlay === 'explain' ? { ...state, byDigest: !state.byDigest, scroll: 0 } : state;
    case 'activate':
      return state.overlay === 'explain' ? { ...state, draft: '' } : { ...state, overlay: null };
    default:
      return state;
  }
}

function onOffer(state: WizardState, event: WizardEvent): WizardState {
  const { offer } = state;
  if (offer === null) return { ...state, overlay: null };
  if (event.type === 'move')
    return { ...state, scroll: clamp(state.scroll + event.by, overlayText(state).lines.length) };
  if (event.type === 'find') return { ...state, overlay: null, scroll: 0 };
  if (event.type === 'remove') return { ...state, overlay: null, scroll: 0, request: { kind: 'forget' } };
  if (event.type !== 'activate') return state;
  const resumed = withText(state, offer.policyText);
  const elsewhere = offer.resources !== state.resources || offer.cluster !== state.cluster;
  return firstField({
    ...resumed,
    overlay: null,
    scroll: 0,
    policyPath: offer.policyPath,
    into: offer.into,
    resources: offer.resources,
    cluster: offer.cluster,
    savedText: offer.savedText,
    page: { step: offer.step },
    ...(elsewhere && { request: { kind: 'reread' } }),
  });
}

function typeReference(state: WizardState, draft: string, event: WizardEvent): WizardState {
  if (event.type === 'type') return { ...state, draft: draft + event.text };
  if (event.type === 'erase') return { ...state, draft: eraseLast(draft) };
  if (event.type !== 'activate') return state;
  const explained = draft.trim() === '' ? explainedImage(state) : draft.trim();
  return { ...state, draft: null, explained, byDigest: draft.trim() === '' && state.byDigest, scroll: 0 };
}

function onScreen(state: WizardState, event: WizardEvent): WizardState {
  if (event.type === 'overlay') return openOverlay(state, event.overlay);
  if (state.draft !== null) return inText(state, state.draft, event);
  if (state.filtering) return inFilter(state, event);
  return onPage(state, event);
}

function openOverlay(state: WizardState, overlay: Overlay): WizardState {
  const closes = state.overlay === overlay;
  return { ...state, overlay: closes ? null : overlay, scroll: 0, draft: null, filtering: false };
}

function switchTab(state: WizardState, by: -1 | 1): WizardState {
  return { ...state, tab: cycle(state.tab + by, derive(state).generated.length), scroll: 0 };
}

function switchView(state: WizardState): WizardState {
  if (shownCluster(state) === undefined)
    return { ...state, message: 'only a release of OpenShift has resources and files of nodes' };
  if (state.page.step === 'review') return { ...state, message: 'Review lists the files of the nodes' };
  const opens = state.overlay !== 'preview';
  const view = opens || state.view === 'resources' ? 'nodes' : 'resources';
  return { ...state, view, overlay: opens ? 'preview' : state.overlay, scroll: 0, message: null };
}

function inFilter(state: WizardState, event: WizardEvent): WizardState {
  const filter = state.filter ?? '';
  switch (event.type) {
    case 'type':
      return firstField({ ...state, filter: filter + event.text });
    case 'erase':
      return firstField({ ...state, filter: eraseLast(filter) });
    case 'activate':
      return { ...state, filtering: false, filter: filter === '' ? null : filter };
    case 'move':
      return moveCursor({ ...state, filtering: false }, event.by);
    default:
      return state;
  }
}

/** A text field has focus: only typing, accepting and leaving mean something. */
function inText(state: WizardState, draft: string, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'type':
      return { ...state, draft: draft + event.text, message: null };
    case 'erase':
      return { ...state, draft: eraseLast(draft), message: null };
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
  // leaving a line for something new empty means that there is nothing new
  const unchanged = text === field.value;
  const problem = unchanged ? undefined : field.validate(text);
  if (problem !== undefined) return { ...state, message: problem };
  const accepted = { ...(unchanged ? state : field.enter(state, text)), draft: null, message: null };
  if (event.type !== 'activate') return onPage(accepted, event);
  return unchanged ? moveCursor(accepted, 1) : clampCursor(toField(accepted, field.id));
}

function onPage(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'move':
      return moveCursor(state, event.by);
    case 'find':
      return toNotable(state, event.by);
    case 'tab':
      return switchTab(state, event.by);
    case 'view':
      return switchView(state);
    case 'activate':
      return clampCursor(activate(state, fieldAt(state)));
    case 'choose': {
      const field = fieldAt(state);
      return field?.kind === 'choice' ? field.choose(state, event.value) : state;
    }
    case 'next':
      return nextStep(leaveFilter(state));
    case 'back':
      return back(state);
    case 'goto':
      return onwards(leaveFilter(state), stepIds.indexOf(event.step));
    case 'remove':
      return remove(state);
    case 'reorder':
      return reorder(state, event.by);
    case 'filter':
      return { ...state, filtering: true, filter: state.filter ?? '' };
    default:
      return onTools(state, event);
  }
}

/** Keys that open something, or work on what is found. */
function onTools(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'add':
      return add(state);
    case 'fix':
      return fix(state, 'safe');
    case 'fix-after-look':
      return fix(state, 'review');
    case 'page': {
      const finding = findingsAt(state)[0];
      if (finding === undefined) return { ...state, message: 'nothing is found here' };
      return { ...state, request: { kind: 'rule', code: finding.code } };
    }
    case 'copy':
      return { ...state, request: copied(state) ?? null };
    case 'edit':
      return { ...state, request: { kind: 'edit' } };
    case 'commands':
      return commandsText(state);
    default:
      return state;
  }
}

function remove(state: WizardState): WizardState {
  const field = fieldAt(state);
  if (field?.remove === undefined) return { ...state, message: 'there is nothing to delete on this line' };
  return clampCursor(field.remove(state));
}

/** Puts the cursor on the line for a new thing like the one under it, and starts typing. */
function add(state: WizardState): WizardState {
  const { fields } = pageOf(state);
  const wanted = fieldAt(state)?.addWith ?? fields.find(({ addWith }) => addWith !== undefined)?.addWith;
  const there = wanted === undefined ? state : toField(leaveFilter(state), wanted);
  const field = fieldAt(there);
  return wanted !== undefined && field?.id === wanted
    ? { ...there, draft: '', message: null }
    : { ...state, message: 'there is nothing to add on this page' };
}

function fix(state: WizardState, safety: 'safe' | 'review'): WizardState {
  const found = findingsAt(state);
  const offered = found.flatMap(({ fixes }) => fixes).filter(({ edits }) => edits.length > 0);
  const chosen = offered.find((each) => each.safety === 'safe' || safety === 'review');
  if (chosen === undefined) {
    const other =
      offered[0] === undefined ? 'no fix is offered here' : `F does what needs a look: ${offered[0].title}`;
    return { ...state, message: found.length === 0 ? 'nothing is found here' : other };
  }
  const text = applyEdits(state.policy.source.text, chosen.edits);
  return clampCursor({ ...withText(state, text), message: `done: ${chosen.title}` });
}

function activate(state: WizardState, field: Field | undefined): WizardState {
  switch (field?.kind) {
    case 'toggle':
      return toField(field.toggle(state), field.id);
    case 'choice': {
      const index = field.options.findIndex(({ value }) => value === field.value);
      return field.choose(state, field.options[cycle(index + 1, field.options.length)]!.value);
    }
    case 'text':
      return { ...state, draft: field.value, message: null };
    case 'open':
      return toCause(state, field);
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

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}

function eraseLast(text: string): string {
  return [...text].slice(0, -1).join('');
}
