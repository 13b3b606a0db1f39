import type { Resource } from '../dialects/openshift/model.ts';
import type { Located } from '../model/provenance.ts';
import type { Target } from '../model/target.ts';
import {
  type ClusterNode,
  clusterNode,
  type OpenShiftDocument,
  openShiftDocuments,
} from '../snapshot/cluster-node.ts';
import type { ParsedSnapshot } from '../snapshot/parse.ts';
import { explain } from './explain.ts';
import type { Explanation, TraceLine } from './explanation.ts';

/** What a pull does on a node of the cluster that the resources describe. */
export interface ClusterExplanation extends ClusterNode {
  /** Undefined where the operator makes no files: the nodes then go on with what they have. */
  readonly explanation?: Explanation;
}

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
  const documents = openShiftDocuments(parsed);
  if (documents.length === 0 || target.openshift === undefined) return undefined;
  const cluster = clusterNode(parsed, target, releaseImage);
  if (cluster.node === undefined) return cluster;
  const explanation = explain(cluster.node, input);
  const trace = [...explanation.trace, ...sources(explanation, documents)];
  return { ...cluster, explanation: { ...explanation, trace } };
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
