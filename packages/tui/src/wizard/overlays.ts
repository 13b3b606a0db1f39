import { keyLines } from '../keys.ts';
import { equivalentCommands } from './commands.ts';
import { explainLines, sampleImage } from './explain.ts';
import { broken, diffLines, type Preview, previewLines, shownCluster } from './preview.ts';
import type { Request, WizardState } from './state.ts';

/** What an overlay shows: a heading, and lines that can be scrolled. */
export interface OverlayText {
  readonly title: string;
  readonly lines: readonly string[];
  /** The keys that mean something here. */
  readonly keys: string;
}

const leave = 'esc closes';

/** The overlay that is open, as text. */
export function overlayText(state: WizardState): OverlayText {
  switch (state.overlay) {
    case 'help':
      return { title: 'Keys', lines: keyLines(state), keys: leave };
    case 'explain':
      return {
        title: `explain ${explainedImage(state)}${state.draft === null ? '' : `  new: ${state.draft}_`}`,
        lines: explainLines(state, explainedImage(state)),
        keys:
          state.draft === null
            ? `d by digest or tag  r other reference  y copy  ${leave}`
            : 'enter explains  esc cancels',
      };
    case 'text':
      return { title: state.shown?.title ?? '', lines: state.shown?.lines ?? [], keys: `y copy  ${leave}` };
    case 'resume':
      return resumeText(state);
    case 'quit':
      return {
        title: 'Leave the wizard?',
        lines: [
          'Nothing is written unless you save or write it in the last step.',
          'The answers are kept: the next start offers them again.',
        ],
        keys: 'ctrl+c again leaves, ctrl+s saves the policy, esc stays',
      };
    default:
      return previewText(state);
  }
}

function previewText(state: WizardState): OverlayText {
  const { target, lines } = previewOf(state);
  const half = viewKeys(state);
  return {
    title: `Preview: ${target}`,
    lines: broken(lines).map(({ text }) => text),
    keys: state.overlay === 'sides' ? leave : `${half}[ ] other target  y copy  ${leave}`,
  };
}

function previewOf(state: WizardState): Preview {
  return state.page.step === 'review' ? diffLines(state) : previewLines(state);
}

/** What `v` shows, where there are two halves. */
export function viewKeys(state: WizardState): string {
  if (state.page.step === 'review' || shownCluster(state) === undefined) return '';
  return state.view === 'nodes' ? 'v resources  ' : 'v files of nodes  ';
}

/** How many lines the overlay has at most: a wide screen shows both halves of a cluster, and scrolls them together. */
export function overlayLength(state: WizardState): number {
  const shown = overlayText(state).lines.length;
  if (state.overlay !== 'preview' || viewKeys(state) === '') return shown;
  const other = state.view === 'nodes' ? 'resources' : 'nodes';
  return Math.max(shown, broken(previewLines(state, other).lines).length);
}

function resumeText({ offer }: WizardState): OverlayText {
  if (offer === null) return { title: '', lines: [], keys: leave };
  const step = offer.step;
  return {
    title: `Resume the answers for ${offer.policyPath} from ${ago(offer.minutes)}?`,
    lines: [
      `They were left at the step "${step}" and written nowhere.`,
      '',
      ...offer.policyText.trimEnd().split('\n'),
    ],
    keys: 'enter resume  n new  d discard',
  };
}

function ago(minutes: number): string {
  if (minutes < 1) return 'a moment ago';
  if (minutes < 120) return `${Math.round(minutes)} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}

/** The image that is explained: the one asked for, or one of the first upstream. */
export function explainedImage(state: WizardState): string {
  const image = state.explained ?? sampleImage(state.policy.model);
  return state.byDigest
    ? `${image.replace(/@.*$|:[^/:]+$/, '')}@sha256:${'0123456789abcdef'.repeat(4)}`
    : image;
}

/** What `y` copies: the text that is looked at. */
export function copied(state: WizardState): Request | undefined {
  const shown =
    state.overlay === 'explain' || state.overlay === 'text'
      ? overlayText(state).lines
      : previewOf(state).lines.map(({ text }) => text);
  return { kind: 'copy', text: `${shown.join('\n')}\n` };
}

/** The commands that do what the wizard would do. */
export function commandsText(state: WizardState): WizardState {
  const lines = equivalentCommands(state);
  return { ...state, overlay: 'text', scroll: 0, shown: { title: 'The same from the command line', lines } };
}
