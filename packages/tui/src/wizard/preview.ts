import { type Generated, neutralize } from '@mirrorwright/core';
import { sideBySide, unifiedDiff } from '../cli/diff.ts';
import { effects } from '../cli/node-files.ts';
import { wrapped } from '../theme.ts';
import { isCompared, type NodeChange, nodeChanges, resourceFiles } from './cluster.ts';
import { derive, isForNode } from './derive.ts';
import type { Tone } from './fields.ts';
import { fieldAt } from './focus.ts';
import type { WizardState } from './state.ts';
import { wantedFiles } from './wanted.ts';

/** A line of the preview, with what it is for colour and mark. */
export interface PreviewLine {
  readonly text: string;
  readonly tone: Tone | 'path' | 'text';
}

export interface Preview {
  readonly target: string;
  readonly lines: readonly PreviewLine[];
}

interface Drawn {
  readonly from: readonly unknown[];
  readonly preview: Preview;
}

/** Long files are not taken apart again at every key. */
const drawn = new WeakMap<Generated, Map<string, Drawn>>();

/** The files of the target whose tab is open; of a cluster the half that is chosen. */
export function previewLines(state: WizardState, view: WizardState['view'] = state.view): Preview {
  const shown = shownTarget(state);
  if (shown === undefined) return { target: 'no target', lines: [] };
  const from = [state.root, state.resources, state.inFolder];
  const byView = drawn.get(shown) ?? new Map<string, Drawn>();
  drawn.set(shown, byView);
  const known = byView.get(view);
  if (known?.from.every((each, index) => each === from[index])) return known.preview;
  const preview = isForNode(shown) ? machineLines(shown) : clusterLines(state, shown, view);
  byView.set(view, { from, preview });
  return preview;
}

function machineLines(shown: Generated): Preview {
  const files = shown.files.flatMap(({ path, content, change }) => fileLines(path, change, content));
  return { target: shown.target, lines: [...problemLines(shown), ...files, ...lossLines(shown)] };
}

function clusterLines(state: WizardState, shown: Generated, view: WizardState['view']): Preview {
  const target = `${shown.target}, ${view === 'nodes' ? 'files of its nodes' : 'resources'}`;
  if (view === 'nodes') return { target, lines: nodeLines(state, shown) };
  const files = resourceFiles(state, shown).flatMap(({ path, content, before }) =>
    fileLines(path, before === null ? 'new' : before === content ? 'unchanged' : 'edited', content),
  );
  const nothing: PreviewLine = { text: 'the answers ask for no resource yet', tone: 'muted' };
  const lines = files.length === 0 ? [nothing] : files;
  return { target, lines: [...problemLines(shown), ...lines, ...lossLines(shown)] };
}

/** What nodes get of the resources, with what that does to them where it is known what they have. */
function nodeLines(state: WizardState, shown: Generated): readonly PreviewLine[] {
  const compared = isCompared(state, shown);
  const changes = nodeChanges(state, shown).flatMap((change) => changeLines(change, compared));
  if (shown.problems.length > 0) return [...problemLines(shown), ...changes];
  const error = shown.rendered?.error;
  if (error !== undefined)
    return noteLines(`the sync fails, and nodes keep what they have: ${error}`, 'error');
  return changes.length > 0 ? changes : noteLines('nothing: nodes keep the files of the template', 'muted');
}

function changeLines({ path, after, impact }: NodeChange, compared: boolean): readonly PreviewLine[] {
  const kept = compared ? 'unchanged' : 'written';
  const note = after === null ? 'removed' : impact === undefined ? kept : 'changed';
  const effect = impact === undefined ? [] : [`${effects[impact.effect]}: ${impact.reason}`];
  return [
    { text: `${neutralize(path)} (${note})`, tone: 'path' },
    ...effect.flatMap((text) => noteLines(text, 'muted')),
    ...(after === null ? [] : textLines(after)),
  ];
}

function fileLines(path: string, note: string, content: string): readonly PreviewLine[] {
  return [{ text: `${neutralize(path)} (${note})`, tone: 'path' }, ...textLines(content)];
}

function textLines(content: string): readonly PreviewLine[] {
  const lines = content.trimEnd().split('\n');
  return lines.map((text): PreviewLine => ({ text: neutralize(text), tone: 'text' }));
}

function lossLines({ losses }: Generated): readonly PreviewLine[] {
  return losses.flatMap(({ field, reason }) => noteLines(`not expressible: ${field} ${reason}`, 'warning'));
}

function problemLines({ problems }: Generated): readonly PreviewLine[] {
  return problems.flatMap(({ message }) => noteLines(message, 'error'));
}

/** Above this many characters a line is shown in pieces: a signature policy may be one line. */
const longLine = 160;
const piece = 54;

const shownLines = new WeakMap<readonly PreviewLine[], readonly PreviewLine[]>();

/** The lines as they are shown. What is copied keeps its lines. */
export function broken(lines: readonly PreviewLine[]): readonly PreviewLine[] {
  const known = shownLines.get(lines) ?? lines.flatMap(brokenLine);
  shownLines.set(lines, known);
  return known;
}

function brokenLine({ text, tone }: PreviewLine): readonly PreviewLine[] {
  if (text.length <= longLine || tone === 'path') return [{ text, tone }];
  const pieces = text.match(new RegExp(`.{1,${piece}}`, 'gsu')) ?? [];
  return pieces.slice(0, maxPieces).map((part) => ({ text: part, tone }));
}

/** What is said of files, in lines that fit beside something else. */
function noteLines(text: string, tone: Tone): readonly PreviewLine[] {
  return wrapped(neutralize(text), piece, 2).map((part) => ({ text: part, tone }));
}

/** A line that no screen holds is cut. */
const maxPieces = 2_000;

function shownTarget(state: WizardState): Generated | undefined {
  const { generated } = derive(state);
  return generated[state.tab % Math.max(1, generated.length)];
}

/** The release of OpenShift whose tab is open; undefined for programs on machines. */
export function shownCluster(state: WizardState): Generated | undefined {
  const shown = shownTarget(state);
  return shown === undefined || isForNode(shown) ? undefined : shown;
}

/** The names of the targets and which of them is shown. */
export function tabsOf(state: WizardState): { readonly names: readonly string[]; readonly at: number } {
  const { generated } = derive(state);
  return { names: generated.map(({ target }) => target), at: state.tab % Math.max(1, generated.length) };
}

/** The change that is shown in Review: that of the file under the cursor, else of the first. */
function reviewed(
  state: WizardState,
): { readonly path: string; readonly before: string | null; readonly after: string | null } | undefined {
  const id = state.page.step === 'review' ? fieldAt(state)?.file : undefined;
  const wanted = wantedFiles(state);
  const file = wanted.find(({ path }) => path === id);
  if (file !== undefined) return { ...file, after: file.content };
  const changes = derive(state)
    .generated.filter((generated) => !isForNode(generated))
    .flatMap((generated) => nodeChanges(state, generated));
  const change = changes.find((each) => each.id === id);
  if (change !== undefined) return change;
  return wanted[0] === undefined ? undefined : { ...wanted[0], after: wanted[0].content };
}

/** The change to the file under the cursor of Review, line by line. */
export function diffLines(state: WizardState): Preview {
  const change = reviewed(state);
  if (change === undefined) return { target: 'no file', lines: [] };
  const { path, before, after } = change;
  if (before === after) return { target: path, lines: [{ text: 'nothing to change', tone: 'muted' }] };
  const lines = unifiedDiff(path, before, after ?? '')
    .trimEnd()
    .split('\n');
  return { target: path, lines: lines.slice(2).map(diffLine) };
}

function diffLine(line: string): PreviewLine {
  const tone = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'muted';
  return { text: neutralize(line), tone };
}

/** The same change in two columns of the given width each. */
export function sideLines(state: WizardState, width: number): Preview {
  const change = reviewed(state);
  if (change === undefined) return { target: 'no file', lines: [] };
  const lines = sideBySide(change.before ?? '', change.after ?? '').map(({ left, right }): PreviewLine => {
    const mark = left === null ? '+' : right === null ? '-' : left === right ? ' ' : '~';
    const tone = mark === '+' ? 'added' : mark === '-' ? 'removed' : mark === '~' ? 'warning' : 'muted';
    return { text: `${fit(left ?? '', width)} ${mark} ${fit(right ?? '', width)}`, tone };
  });
  return { target: change.path, lines };
}

function fit(text: string, width: number): string {
  const shown = [...neutralize(text).replaceAll('\t', '  ')];
  return shown.slice(0, width).join('').padEnd(width);
}
