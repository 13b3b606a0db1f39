import { createNode, explain, parseSnapshot, parseTarget, renderExplanationText } from '@mirrorwright/core';
import { derive, type WizardState } from './state.ts';

/** A line of the preview, with what it is for colour and mark. */
export interface PreviewLine {
  readonly text: string;
  readonly tone: 'path' | 'plain' | 'loss';
}

/** The files of the target whose tab is open. */
export function previewLines(state: WizardState): {
  readonly target: string;
  readonly lines: readonly PreviewLine[];
} {
  const { generated } = derive(state);
  const shown = generated[state.tab % Math.max(1, generated.length)];
  if (shown === undefined) return { target: 'no target', lines: [] };
  const lines = shown.files.flatMap(({ path, content, change }): PreviewLine[] => [
    { text: `${path} (${change})`, tone: 'path' },
    ...content
      .trimEnd()
      .split('\n')
      .map((text): PreviewLine => ({ text, tone: 'plain' })),
  ]);
  const losses = shown.losses.map(
    ({ field, reason }): PreviewLine => ({ text: `not expressible: ${field} ${reason}`, tone: 'loss' }),
  );
  const problems = shown.problems.map(({ message }): PreviewLine => ({ text: message, tone: 'loss' }));
  return { target: shown.target, lines: [...problems, ...lines, ...losses] };
}

/** What explain says of an image on the node as it would be. */
export function explainLines(state: WizardState): readonly string[] {
  const { generated } = derive(state);
  const shown = generated[state.tab % Math.max(1, generated.length)];
  const target = shown === undefined ? undefined : parseTarget(shown.target);
  if (shown === undefined || target?.ok !== true) return ['choose a target first'];
  const files = new Map(state.existing.files.map(({ path, text }) => [path, text]));
  for (const { path, content } of shown.files) files.set(path.replace(/^\/+/, ''), content);
  const snapshot = { ...state.existing, files: [...files].map(([path, text]) => ({ path, text })) };
  const node = createNode(parseSnapshot(snapshot), target.target);
  const sources = new Map(node.documents.map(({ path, source }) => [path, source]));
  const text = renderExplanationText(
    explain(node, state.explained),
    ({ path, span }) => sources.get(path)?.position(span.start).line,
    false,
  );
  return text.trimEnd().split('\n');
}
