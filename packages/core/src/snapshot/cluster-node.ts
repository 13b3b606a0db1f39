import type { Parsed } from '../dialects/document.ts';
import type { OpenShiftModel } from '../dialects/openshift/model.ts';
import type { Target } from '../model/target.ts';
import { applied } from '../runtimes/openshift/apply.ts';
import { lastRelease } from '../runtimes/openshift/releases.ts';
import { type Rendered, renderNodeFiles } from '../runtimes/openshift/render.ts';
import { operatedFiles } from '../runtimes/openshift/template.ts';
import type { NodeView } from './node.ts';
import { createNode, type ParsedSnapshot, parseSnapshot } from './parse.ts';
import { rootUser } from './snapshot.ts';

/** A node of the cluster that resources describe. */
export interface ClusterNode {
  readonly rendered: Rendered;
  /** With the files that the operator writes; undefined where it writes none and nodes keep what they have. */
  readonly node?: NodeView;
}

export type OpenShiftDocument = Parsed<OpenShiftModel>;

export function openShiftDocuments({ documents }: ParsedSnapshot): readonly OpenShiftDocument[] {
  return documents.filter((document): document is OpenShiftDocument => document.dialect === 'openshift');
}

/**
 * The node as the target sees it, after the operator of its release (else of the newest) has written the files. Resources
 * that are there twice count as applied one after the other, in the order of the files.
 */
export function clusterNode(parsed: ParsedSnapshot, target: Target, releaseImage?: string): ClusterNode {
  const rendered = renderNodeFiles(
    applied(openShiftDocuments(parsed).flatMap(({ model }) => model.resources)),
    { release: target.openshift ?? lastRelease, ...(releaseImage !== undefined && { releaseImage }) },
  );
  if (rendered.error !== undefined) return { rendered };
  const files = nodeFiles(rendered);
  return {
    rendered,
    node: createNode(parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] }), target),
  };
}

/** What is written, beside what the template leaves on every node. */
function nodeFiles({ files }: Rendered): readonly { readonly path: string; readonly text: string }[] {
  return [...operatedFiles(files)].map(([path, text]) => ({ path: path.slice(1), text }));
}
