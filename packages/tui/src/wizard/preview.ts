import { type Generated, neutralize } from '@mirrorwright/core';
import { sideBySide, unifiedDiff } from '../cli/diff.ts';
import { effects } from '../cli/node-files.ts';
import { isCompared, nodeChanges, resourceFiles } from './cluster.ts';
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

/** The files of the target whose tab is open; of a cluster the half that is chosen. */
export function previewLines(state: WizardState, view: WizardState['view'] = state.view): Preview {
  const shown = shownTarget(state);
  if (shown === undefined) return { target: 'no target', lines: [] };
  if (!isForNode(shown)) return clusterLines(state, shown, view);
  const files = shown.files.flatMap(({ path, content, change }) => fileLines(path, change, content));
  return { target: shown.target, lines: [...problemLines(shown), ...files, ...lossLines(shown)] };
}

function clusterLines(state: WizardState, shown: Generated, view: WizardState['view']): Preview {
  if (view === 'nodes')
    return { target: `${shown.target}, files of its nodes`, lines: nodeLines(state, shown) };
  const files = resourceFiles(state, shown).flatMap(({ path, content, before }) =>
    fileLines(path, before === null ? 'new' : before === content ? 'unchanged' : 'edited', content),
  );
  const nothing: PreviewLine = { text: 'the answers ask for no resource yet', tone: 'muted' };
  const lines = files.length === 0 ? [nothing] : files;
  return {
    target: `${shown.target}, resources`,
    lines: [...problemLines(shown), ...lines, ...lossLines(shown)],
  };
}

/** What nodes get of the resources, with what that does to them where it is known what they have. */
function nodeLines(state: WizardState, shown: Generated): readonly PreviewLine[] {
  const compared = isCompared(state, shown);
  const changes = nodeChanges(state, shown).flatMap(({ path, after, impact }): PreviewLine[] => {
    const said =
      impact === undefined
        ? []
        : [{ text: `${effects[impact.effect]}: ${impact.reason}`, tone: 'muted' as const }];
    const note =
      after === null ? 'removed' : impact === undefined ? (compared ? 'unchanged' : 'written') : 'changed';
    return [
      ...fileLines(path, note, after ?? '').slice(0, 1),
      ...said,
      ...(after === null ? [] : textLines(after)),
    ];
  });
  const failed = shown.problems.length > 0;
  const nothing: PreviewLine = { text: 'nothing: nodes keep the files of the template', tone: 'muted' };
  return [...problemLines(shown), ...(changes.length === 0 && !failed ? [nothing] : changes)];
}

function fileLines(path: string, note: string, content: string): readonly PreviewLine[] {
  return [{ text: `${neutralize(path)} (${note})`, tone: 'path' }, ...textLines(content)];
}

function textLines(content: string): readonly PreviewLine[] {
  const lines = content.trimEnd().split('\n');
  return lines.map((text): PreviewLine => ({ text: neutralize(text), tone: 'text' }));
}

function lossLines({ losses }: Generated): readonly PreviewLine[] {
  return losses.map(({ field, reason }) => ({
    text: `not expressible: ${neutralize(`${field} ${reason}`)}`,
    tone: 'warning',
  }));
}

function problemLines({ problems }: Generated): readonly PreviewLine[] {
  return problems.map(({ message }) => ({ text: neutralize(message), tone: 'error' }));
}

/** Above this many characters a line is shown in pieces: a signature policy may be one line. */
const longLine = 160;
const piece = 54;

/** The lines as they are shown. What is copied keeps its lines. */
export function broken(lines: readonly PreviewLine[]): readonly PreviewLine[] {
  return lines.flatMap(({ text, tone }) => {
    if (text.length <= longLine || tone === 'path') return [{ text, tone }];
    const pieces = text.match(new RegExp(`.{1,${piece}}`, 'gsu')) ?? [];
    return pieces.slice(0, maxPieces).map((part) => ({ text: part, tone }));
  });
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
