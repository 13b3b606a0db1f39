import type { WizardEvent } from './wizard/events.ts';
import { reduce } from './wizard/machine.ts';
import { stepIds, type WizardState } from './wizard/state.ts';

/** The part of a key press that the terminal library reports. */
export interface KeyPress {
  readonly upArrow?: boolean;
  readonly downArrow?: boolean;
  readonly pageUp?: boolean;
  readonly pageDown?: boolean;
  readonly return?: boolean;
  readonly escape?: boolean;
  readonly tab?: boolean;
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly backspace?: boolean;
  readonly delete?: boolean;
}

/** Keys that mean something while no text is typed. */
export const letters: ReadonlyMap<string, WizardEvent> = new Map<string, WizardEvent>([
  ['k', { type: 'move', by: -1 }],
  ['j', { type: 'move', by: 1 }],
  [' ', { type: 'activate' }],
  ['x', { type: 'activate' }],
  ['a', { type: 'add' }],
  ['d', { type: 'remove' }],
  ['J', { type: 'reorder', by: 1 }],
  ['K', { type: 'reorder', by: -1 }],
  ['n', { type: 'find', by: 1 }],
  ['N', { type: 'find', by: -1 }],
  ['/', { type: 'filter' }],
  ['f', { type: 'fix' }],
  ['F', { type: 'fix-after-look' }],
  ['o', { type: 'page' }],
  ['p', { type: 'overlay', overlay: 'preview' }],
  ['e', { type: 'overlay', overlay: 'explain' }],
  ['u', { type: 'overlay', overlay: 'sides' }],
  ['c', { type: 'commands' }],
  ['r', { type: 'reference' }],
  ['y', { type: 'copy' }],
  ['v', { type: 'view' }],
  ['?', { type: 'overlay', overlay: 'help' }],
  ['[', { type: 'tab', by: -1 }],
  [']', { type: 'tab', by: 1 }],
]);

export const controls: ReadonlyMap<string, WizardEvent> = new Map<string, WizardEvent>([
  ['c', { type: 'interrupt' }],
  ['s', { type: 'save' }],
  ['e', { type: 'edit' }],
  ['z', { type: 'suspend' }],
]);

/** The events of what the terminal sent at once: several keys of a fast typist or a slow line come as one text. */
export function pressed(state: WizardState, input: string, key: KeyPress): WizardState {
  const single = key.ctrl === true || key.meta === true || [...input].length <= 1;
  const parts: readonly (readonly [string, KeyPress])[] = single
    ? [[input, key]]
    : [...input].map((character) => [character, namedKeys.get(character) ?? {}]);
  return parts.reduce((now, [text, named]) => {
    const event = eventOf(text, named, isTyping(now));
    return event === undefined ? now : reduce(now, event);
  }, state);
}

/** A text pasted as one: only a field that is typed into takes it, as one line. */
export function pasted(state: WizardState, text: string): WizardState {
  return isTyping(state) ? reduce(state, { type: 'type', text: printable(text) }) : state;
}

function isTyping({ draft, filtering }: WizardState): boolean {
  return draft !== null || filtering;
}

const namedKeys: ReadonlyMap<string, KeyPress> = new Map<string, KeyPress>([
  ['\r', { return: true }],
  ['\n', { return: true }],
  ['\t', { tab: true }],
  ['\u007f', { backspace: true }],
]);

/** The event of a key press. While text is typed, letters are text. */
export function eventOf(input: string, key: KeyPress, typing: boolean): WizardEvent | undefined {
  if (key.ctrl === true) return controls.get(input);
  const special = specialEvent(key, typing);
  if (special !== undefined) return special;
  if (key.meta === true || input === '' || key.backspace === true || key.delete === true) return undefined;
  if (typing) return { type: 'type', text: printable(input) };
  const step = stepIds[Number(input) - 1];
  return step === undefined ? letters.get(input) : { type: 'goto', step };
}

function specialEvent(key: KeyPress, typing: boolean): WizardEvent | undefined {
  if (key.escape === true) return { type: 'escape' };
  if (key.tab === true) return { type: key.shift === true ? 'back' : 'next' };
  if (key.return === true) return { type: 'activate' };
  if (typing && (key.backspace === true || key.delete === true)) return { type: 'erase' };
  if (key.upArrow === true) return { type: 'move', by: -1 };
  if (key.downArrow === true) return { type: 'move', by: 1 };
  if (key.pageUp === true) return { type: 'move', by: -10 };
  return key.pageDown === true ? { type: 'move', by: 10 } : undefined;
}

/** Pasted text may hold line ends and control characters; fields are one line. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, '');
}
