import type { Parsed } from '../dialects/document.ts';
import type { OpenShiftModel, Resource } from '../dialects/openshift/model.ts';
import type { Located } from '../model/provenance.ts';
import type { Target } from '../model/target.ts';
import { templateRegistriesConf } from '../runtimes/openshift/encode.ts';
import { templatePolicy } from '../runtimes/openshift/policy.ts';
import { type Rendered, renderNodeFiles } from '../runtimes/openshift/render.ts';
import type { NodeView } from '../snapshot/node.ts';
import { createNode, type ParsedSnapshot, parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { explain } from './explain.ts';
import type { Explanation, TraceLine } from './explanation.ts';

/** What a pull does on a node of the cluster that the resources describe. */
export interface ClusterExplanation {
  /** Undefined where the operator makes no files: the nodes then go on with what they have. */
  readonly explanation?: Explanation;
  readonly rendered: Rendered;
  /** The node with the files that the operator writes. */
  readonly node?: NodeView;
}

type OpenShiftDocument = Parsed<OpenShiftModel>;

/**
 * Explains a pull for resources of OpenShift: by the files that the operator of the target's release makes of them, with
 * the entries they come from. Undefined where there is no such resource, or the target is no release of OpenShift.
 */
export function explainCluster(
  parsed: ParsedSnapshot,
  target: Target,
  input: string,
  releaseImage?: string,
): ClusterExplanation | undefined {
  const documents = parsed.documents.filter(
    (document): document is OpenShiftDocument => document.dialect === 'openshift',
  );
  if (documents.length === 0 || target.openshift === undefined) return undefined;
  const resources = documents.flatMap(({ model }) => model.resources);
  const rendered = renderNodeFiles(resources, {
    release: target.openshift,
    ...(releaseImage !== undefined && { releaseImage }),
  });
  if (rendered.error !== undefined) return { rendered };
  const node = createNode(
    parseSnapshot({ files: nodeFiles(rendered), rooted: true, user: rootUser, unreadable: [] }),
    target,
  );
  const explanation = explain(node, input);
  return {
    rendered,
    node,
    explanation: { ...explanation, trace: [...explanation.trace, ...sources(explanation, documents)] },
  };
}

/** What is written, beside what the template leaves on every node. */
function nodeFiles({ files }: Rendered): readonly { readonly path: string; readonly text: string }[] {
  const template = new Map([
    ['/etc/containers/registries.conf', templateRegistriesConf],
    ['/etc/containers/policy.json', templatePolicy],
  ]);
  return [...new Map([...template, ...files])].map(([path, text]) => ({ path: path.slice(1), text }));
}

/** The entries of the resources that the matched table is made of. */
function sources({ matched }: Explanation, documents: readonly OpenShiftDocument[]): readonly TraceLine[] {
  if (matched === null) return [];
  const { prefix } = matched;
  return documents.flatMap(({ path, model }) =>
    model.resources.flatMap((resource) =>
      entriesOf(resource)
        .filter(({ entry }) => entry.value === prefix)
        .map(({ entry, what }) => ({
          text: `${prefix} is ${what} of ${nameOf(resource)}`,
          origin: { path, span: entry.span },
        })),
    ),
  );
}

function entriesOf(
  resource: Resource,
): readonly { readonly entry: Located<string>; readonly what: string }[] {
  if ('rules' in resource) return resource.rules.map(({ source }) => ({ entry: source, what: 'a source' }));
  if (resource.kind !== 'Image') return [];
  return (['insecure', 'blocked'] as const).flatMap((list) =>
    (resource[list]?.items ?? []).map((entry) => ({ entry, what: `in ${list}Registries` })),
  );
}

function nameOf({ kind, name }: Resource): string {
  return name === undefined ? kind : `${kind} ${name.value}`;
}
