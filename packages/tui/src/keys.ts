import type { WizardEvent } from './wizard/machine.ts';

/** A key of the wizard, for the help overlay and the page of keys. */
export interface KeyBinding {
  readonly keys: string;
  readonly what: string;
}

/** One table: what is shown is what works. */
export const keyTable: readonly KeyBinding[] = [
  { keys: 'up down, k j', what: 'move' },
  { keys: 'enter, space', what: 'toggle, change, open, or type into the field' },
  { keys: 'tab', what: 'accept and go on to the next step' },
  { keys: 'shift+tab, esc', what: 'back; answers are kept' },
  { keys: 'd', what: 'delete the mirror under the cursor' },
  { keys: 'J K', what: 'move the mirror down or up: the first is tried first' },
  { keys: 'p', what: 'preview of the files' },
  { keys: '[ ]', what: 'preview of the previous or next target' },
  { keys: 'e', what: 'explain: which endpoints an image would come from' },
  { keys: '1 to 8', what: 'go to a step' },
  { keys: 'ctrl+s', what: 'save the policy' },
  { keys: 'ctrl+c', what: 'leave: once asks, twice leaves' },
  { keys: '?', what: 'these keys' },
];

/** The part of a key press that the terminal library reports. */
export interface KeyPress {
  readonly upArrow?: boolean;
  readonly downArrow?: boolean;
  readonly return?: boolean;
  readonly escape?: boolean;
  readonly tab?: boolean;
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly backspace?: boolean;
  readonly delete?: boolean;
}

const steps = ['targets', 'upstreams', 'mirrors', 'trust', 'scope', 'checks', 'review', 'write'] as const;

const letters: Readonly<Record<string, WizardEvent>> = {
  k: { type: 'move', by: -1 },
  j: { type: 'move', by: 1 },
  ' ': { type: 'activate' },
  x: { type: 'activate' },
  d: { type: 'remove' },
  J: { type: 'reorder', by: 1 },
  K: { type: 'reorder', by: -1 },
  p: { type: 'overlay', overlay: 'preview' },
  e: { type: 'overlay', overlay: 'explain' },
  '?': { type: 'overlay', overlay: 'help' },
  '[': { type: 'tab', by: -1 },
  ']': { type: 'tab', by: 1 },
};

/** The event of a key press. While text is typed, letters are text. */
export function eventOf(input: string, key: KeyPress, typing: boolean): WizardEvent | undefined {
  if (key.ctrl === true)
    return input === 'c' ? { type: 'interrupt' } : input === 's' ? { type: 'save' } : undefined;
  if (key.escape === true) return { type: 'escape' };
  if (key.tab === true) return { type: key.shift === true ? 'back' : 'next' };
  if (key.return === true) return { type: 'activate' };
  if (key.backspace === true || key.delete === true) return typing ? { type: 'erase' } : undefined;
  if (key.upArrow === true) return { type: 'move', by: -1 };
  if (key.downArrow === true) return { type: 'move', by: 1 };
  if (key.meta === true || input === '') return undefined;
  if (typing) return { type: 'type', text: printable(input) };
  const step = steps[Number(input) - 1];
  return step === undefined ? letters[input] : { type: 'goto', step };
}

/** Pasted text may hold line ends and control characters; fields are one line. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, '');
}
