import {
  createNode,
  explain,
  type MirrorPolicy,
  operatedFiles,
  parseAnyTarget,
  parseSnapshot,
  renderExplanationText,
  rootUser,
  type Snapshot,
} from '@mirrorwright/core';
import { derive } from './derive.ts';
import type { WizardState } from './state.ts';

/** What explain says of an image on the node as it would be. */
export function explainLines(state: WizardState, image: string): readonly string[] {
  const { generated } = derive(state);
  const shown = generated[state.tab % Math.max(1, generated.length)];
  const target = shown === undefined ? undefined : parseAnyTarget(shown.target);
  if (shown === undefined || target?.ok !== true) return ['choose a target first'];
  const error = shown.rendered?.error;
  if (error !== undefined) return [`the sync fails and the nodes keep what they have: ${error}`];
  const node = createNode(parseSnapshot(nodeAfter(state, shown)), target.target);
  const sources = new Map(node.documents.map(({ path, source }) => [path, source]));
  const text = renderExplanationText(
    explain(node, image),
    ({ path, span }) => sources.get(path)?.position(span.start).line,
    false,
  );
  return [`on ${shown.target}`, ...text.trimEnd().split('\n')];
}

/** The node with the files that were made; one of a cluster with those that its operator writes. */
function nodeAfter(
  { existing }: WizardState,
  { files, rendered }: ReturnType<typeof derive>['generated'][number],
): Snapshot {
  if (rendered !== undefined) {
    const operated = [...operatedFiles(rendered.files)].map(([path, text]) => ({
      path: path.slice(1),
      text,
    }));
    return { files: operated, rooted: true, user: rootUser, unreadable: [] };
  }
  const texts = new Map(existing.files.map(({ path, text }) => [path, text]));
  for (const { path, content } of files) texts.set(path.replace(/^\/+/, ''), content);
  return { ...existing, files: [...texts].map(([path, text]) => ({ path, text })) };
}

/** An image that the policy is about. */
export function sampleImage({ upstreams }: MirrorPolicy): string {
  const registry = upstreams[0]?.registry?.value ?? 'docker.io';
  if (registry === 'docker.io') return 'docker.io/library/nginx:1.25';
  const host = registry.replace(/^\*\./, 'registry.');
  return `${host}${host.includes('/') ? '' : '/example'}/app:1.0`;
}
