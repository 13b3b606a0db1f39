import { fieldAt, findingsAt } from './wizard/focus.ts';
import { shownCluster } from './wizard/preview.ts';
import type { WizardState } from './wizard/state.ts';

/** A key of the wizard, for the help overlay, the page of keys and the line of keys below the screen. */
export interface KeyBinding {
  readonly keys: string;
  readonly what: string;
  /** For the line below the screen, where it is worth the room: one or two words. */
  readonly short?: string;
  /** Why the key does nothing where the user is, or undefined when it does. */
  readonly disabled?: (state: WizardState) => string | undefined;
}

const notInReview = ({ page }: WizardState): string | undefined =>
  page.step === 'review' ? undefined : 'only in Review';

const notForClusters = (state: WizardState): string | undefined => {
  if (shownCluster(state) === undefined) return 'only for a release of OpenShift';
  return state.page.step === 'review' ? 'Review lists them' : undefined;
};

/** One table: what is shown is what works. */
export const keyTable: readonly KeyBinding[] = [
  { keys: 'up down, k j', what: 'move, or scroll what lies over the screen' },
  { keys: 'enter, space, x', what: 'toggle, change, open, or type into the field', short: 'change' },
  { keys: 'tab', what: 'accept and go on to the next step', short: 'next' },
  { keys: 'shift+tab', what: 'back; answers are kept', short: 'back' },
  { keys: 'esc', what: 'close what lies over the screen, then the filter, then back; never leaves' },
  { keys: '1 to 8, g 1 to g 8', what: 'go to a step' },
  {
    keys: 'a',
    what: 'add one more',
    short: 'add',
    disabled: (state) => (fieldAt(state)?.addWith === undefined ? 'nothing to add on this line' : undefined),
  },
  {
    keys: 'd',
    what: 'delete what is under the cursor',
    short: 'delete',
    disabled: (state) =>
      fieldAt(state)?.remove === undefined ? 'nothing to delete on this line' : undefined,
  },
  {
    keys: 'J K',
    what: 'move a mirror down or up: the first is tried first',
    short: 'reorder',
    disabled: (state) => (fieldAt(state)?.move === undefined ? 'only on a mirror' : undefined),
  },
  { keys: '/', what: 'show only lines that hold a text' },
  { keys: 'n N', what: 'next or previous finding or changed file' },
  {
    keys: 'f F',
    what: 'apply the safe fix of the finding; F also one that needs a look',
    short: 'fix',
    disabled: (state) => (findingsAt(state).length === 0 ? 'nothing is found on this line' : undefined),
  },
  {
    keys: 'o',
    what: 'read about the rule of the finding',
    short: 'rule',
    disabled: (state) => (findingsAt(state).length === 0 ? 'nothing is found on this line' : undefined),
  },
  { keys: 'e', what: 'explain: which endpoints an image would come from', short: 'explain' },
  { keys: 'p', what: 'the files as they would be, over the whole screen', short: 'preview' },
  {
    keys: 'v',
    what: 'the files that nodes of a cluster get; in the preview: those or the resources',
    short: 'nodes',
    disabled: notForClusters,
  },
  { keys: '[ ]', what: 'preview of the previous or next target' },
  { keys: 'u', what: 'the change in two columns', disabled: notInReview },
  { keys: 'c', what: 'the commands that do the same', short: 'commands' },
  { keys: 'y', what: 'copy the preview, or what lies over the screen' },
  { keys: 'ctrl+e', what: 'edit the policy in $VISUAL or $EDITOR' },
  { keys: 'ctrl+s', what: 'save the policy' },
  { keys: 'ctrl+z', what: 'suspend; `fg` comes back' },
  { keys: 'ctrl+c', what: 'leave: once asks, twice leaves' },
  { keys: '?', what: 'these keys', short: 'keys' },
];

/** All keys, one a line; those that do nothing where the user is come with the reason. */
export function keyLines(state: WizardState): readonly string[] {
  return keyTable.map(({ keys, what, disabled }) => {
    const reason = disabled?.({ ...state, overlay: null });
    return `${keys.padEnd(19)} ${what}${reason === undefined ? '' : ` (${reason})`}`;
  });
}

/** The keys worth a place below the screen, for the line under the cursor: as many as there is room for. */
export function footerKeys(state: WizardState, width: number): string {
  const words = keyTable
    .filter(({ short, disabled }) => short !== undefined && disabled?.(state) === undefined)
    .map(({ keys, short }) => `${keys.split(',')[0]} ${short}`);
  const last = words.pop() ?? '';
  while (words.length > 0 && [...words, last].join('  ').length > width) words.pop();
  return [...words, last].join('  ');
}
