import {
  createNode,
  explain,
  type MirrorPolicy,
  neutralize,
  parseSnapshot,
  parseTarget,
  renderExplanationText,
  type Snapshot,
} from '@mirrorwright/core';
import { sideBySide, unifiedDiff } from '../cli/diff.ts';
import { derive, nodeFiles } from './derive.ts';
import type { Tone } from './fields.ts';
import { fieldAt } from './focus.ts';
import type { WizardState } from './state.ts';
import { existingText } from './steps/review.ts';

/** A line of the preview, with what it is for colour and mark. */
export interface PreviewLine {
  readonly text: string;
  readonly tone: Tone | 'path' | 'text';
}

export interface Preview {
  readonly target: string;
  readonly lines: readonly PreviewLine[];
}

/** The files of the target whose tab is open. */
export function previewLines(state: WizardState): Preview {
  const shown = shownTarget(state);
  if (shown === undefined) return { target: 'no target', lines: [] };
  const files = shown.files.flatMap(({ path, content, change }): PreviewLine[] => [
    { text: `${path} (${change})`, tone: 'path' },
    ...content
      .trimEnd()
      .split('\n')
      .map((text): PreviewLine => ({ text: neutralize(text), tone: 'text' })),
  ]);
  const losses = shown.losses.map(
    ({ field, reason }): PreviewLine => ({ text: `not expressible: ${field} ${reason}`, tone: 'warning' }),
  );
  const problems = shown.problems.map(({ message }): PreviewLine => ({ text: message, tone: 'error' }));
  return { target: shown.target, lines: [...problems, ...files, ...losses] };
}

function shownTarget(state: WizardState): ReturnType<typeof derive>['generated'][number] | undefined {
  const { generated } = derive(state);
  return generated[state.tab % Math.max(1, generated.length)];
}

/** The names of the targets and which of them is shown. */
export function tabsOf(state: WizardState): { readonly names: readonly string[]; readonly at: number } {
  const { generated } = derive(state);
  return { names: generated.map(({ target }) => target), at: state.tab % Math.max(1, generated.length) };
}

/** The file whose diff is shown in Review: the one under the cursor, else the first. */
function reviewedPath(state: WizardState): string | undefined {
  const field = state.page.step === 'review' ? fieldAt(state) : undefined;
  return field?.file ?? nodeFiles(state)[0]?.path;
}

/** The change to the file under the cursor of Review, line by line. */
export function diffLines(state: WizardState): Preview {
  const path = reviewedPath(state);
  const file = nodeFiles(state).find((each) => each.path === path);
  if (path === undefined || file === undefined) return { target: 'no file', lines: [] };
  if (file.change === 'unchanged')
    return { target: path, lines: [{ text: 'nothing to change', tone: 'muted' }] };
  const lines = unifiedDiff(path, existingText(state, path), file.content).trimEnd().split('\n');
  return { target: path, lines: lines.slice(2).map(diffLine) };
}

function diffLine(line: string): PreviewLine {
  const tone = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'muted';
  return { text: neutralize(line), tone };
}

/** The same change in two columns of the given width each. */
export function sideLines(state: WizardState, width: number): Preview {
  const path = reviewedPath(state);
  const file = nodeFiles(state).find((each) => each.path === path);
  if (path === undefined || file === undefined) return { target: 'no file', lines: [] };
  const lines = sideBySide(existingText(state, path) ?? '', file.content).map(
    ({ left, right }): PreviewLine => {
      const mark = left === null ? '+' : right === null ? '-' : left === right ? ' ' : '~';
      const tone = mark === '+' ? 'added' : mark === '-' ? 'removed' : mark === '~' ? 'warning' : 'muted';
      return { text: `${fit(left ?? '', width)} ${mark} ${fit(right ?? '', width)}`, tone };
    },
  );
  return { target: path, lines };
}

function fit(text: string, width: number): string {
  const shown = [...neutralize(text).replaceAll('\t', '  ')];
  return shown.slice(0, width).join('').padEnd(width);
}

/** What explain says of an image on the node as it would be. */
export function explainLines(state: WizardState, image: string): readonly string[] {
  const shown = shownTarget(state);
  const target = shown === undefined ? undefined : parseTarget(shown.target);
  if (shown === undefined || target?.ok !== true) return ['choose a target first'];
  const files = new Map(state.existing.files.map(({ path, text }) => [path, text]));
  for (const { path, content } of shown.files) files.set(path.replace(/^\/+/, ''), content);
  const snapshot: Snapshot = {
    ...state.existing,
    files: [...files].map(([path, text]) => ({ path, text })),
  };
  const node = createNode(parseSnapshot(snapshot), target.target);
  const sources = new Map(node.documents.map(({ path, source }) => [path, source]));
  const text = renderExplanationText(
    explain(node, image),
    ({ path, span }) => sources.get(path)?.position(span.start).line,
    false,
  );
  return [`on ${shown.target}`, ...text.trimEnd().split('\n')];
}

/** An image that the policy is about. */
export function sampleImage({ upstreams }: MirrorPolicy): string {
  const registry = upstreams[0]?.registry?.value ?? 'docker.io';
  if (registry === 'docker.io') return 'docker.io/library/nginx:1.25';
  const host = registry.replace(/^\*\./, 'registry.');
  return `${host}${host.includes('/') ? '' : '/example'}/app:1.0`;
}
