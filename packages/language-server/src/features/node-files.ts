import {
  lintPolicy,
  type MirrorPolicy,
  neutralize,
  type Parsed,
  type Resource,
  renderNodeFiles,
  rules,
} from '@mirrorwright/core';
import type { DocumentView } from '../node/document-view.ts';

/** The files that nodes would get from a mirror policy or from resources of OpenShift, as one text; undefined for other files. */
export function nodeFiles(view: DocumentView): string | undefined {
  const { document, node } = view;
  if (document.dialect === 'mirror-policy') return ofPolicy(document as Parsed<MirrorPolicy>, node.settings);
  return document.dialect === 'openshift' ? ofResources(view) : undefined;
}

function ofPolicy(policy: Parsed<MirrorPolicy>, settings: DocumentView['node']['settings']): string {
  const { generated } = lintPolicy(policy, { rules, settings });
  const parts = generated.flatMap(({ target, files, losses, problems, notes }) => [
    `# ${target}`,
    ...problems.map(({ message }) => `# problem: ${neutralize(message)}`),
    ...losses.map(({ field, reason }) => `# lost: ${neutralize(`${field}: ${reason}`)}`),
    ...notes.map(({ text }) => `# note: ${neutralize(text)}`),
    ...files.flatMap(({ path, content }) => [`# ---- ${path}`, content.trimEnd()]),
  ]);
  return `${parts.join('\n')}\n`;
}

function ofResources({ node }: DocumentView): string {
  const resources = node.parsed.documents.flatMap(({ dialect, model }) =>
    dialect === 'openshift' ? (model as { readonly resources: readonly Resource[] }).resources : [],
  );
  const [target] = node.targets;
  const rendered = renderNodeFiles(resources, { release: target!.openshift! });
  if (rendered.error !== undefined)
    return `# ${target!.id}\n# the operator makes no files: ${neutralize(rendered.error)}\n`;
  const parts = [...rendered.files].flatMap(([path, content]) => [`# ---- ${path}`, content.trimEnd()]);
  return `${[`# ${target!.id}`, ...parts].join('\n')}\n`;
}
