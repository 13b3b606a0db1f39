import type { Parsed } from '../dialects/document.ts';
import type { Loss, NodeFile } from '../model/node-file.ts';
import type { Target } from '../model/target.ts';
import type { MirrorPolicy } from '../policy/model.ts';
import { readMirrorPolicy } from '../policy/read.ts';
import { clusterNode, openShiftDocuments } from '../snapshot/cluster-node.ts';
import type { NodeView } from '../snapshot/node.ts';
import { createNode, type ParsedSnapshot } from '../snapshot/parse.ts';
import { rootUser, type Snapshot } from '../snapshot/snapshot.ts';
import { sourceText } from '../text/source.ts';
import { generate } from './generate.ts';
import type { GenerateNote, GenerateOptions, GenerateProblem } from './generated.ts';
import { importPolicy } from './import.ts';

export interface ConvertOptions extends GenerateOptions {
  /** As whose files the given ones are read. */
  readonly from: Target;
  /** What to write: the files of a target, or a mirror policy. */
  readonly to: Target | 'mirror-policy';
}

export interface Converted {
  /** One file named `mirror-policy.yaml`; absolute paths on the node; for OpenShift the names of resource files. */
  readonly files: readonly NodeFile[];
  readonly losses: readonly Loss[];
  readonly notes: readonly GenerateNote[];
  /** Not empty: the result does not say what the given files say. */
  readonly problems: readonly GenerateProblem[];
}

const policyName = 'mirror-policy.yaml';

/**
 * Turns files of any known format into those of another: by way of a mirror policy, which is taken as it is where one
 * is among the files. What the other format cannot say is a loss. Nothing existing is edited: all files are new.
 */
export function convert(parsed: ParsedSnapshot, options: ConvertOptions): Converted {
  const policies = parsed.documents.filter(isMirrorPolicy);
  const [given] = policies;
  const several = policies
    .slice(1)
    .map(({ path }) => ({ path, message: 'A second mirror policy cannot be taken in' }));
  const node = given === undefined ? nodeOf(parsed, options.from) : undefined;
  const imported = typeof node === 'object' ? importPolicy(node) : undefined;
  const policy = given ?? readMirrorPolicy(policyName, sourceText(imported?.text ?? ''));
  const losses = imported?.losses ?? [];
  const skipped = parsed.skipped.map(({ path, reason }) => ({ path, message: `not converted: ${reason}` }));
  const stopped = typeof node === 'string' ? [{ path: parsed.documents[0]!.path, message: node }] : [];
  const problems = [...several, ...skipped, ...stopped];
  if (options.to === 'mirror-policy') {
    const file: NodeFile = { path: policyName, content: policy.source.text, mode: 0o644 };
    return { files: [file], losses, notes: [], problems };
  }
  const generated = generate(policy, options.to, nothing, options);
  return {
    files: generated.files.map(({ path, content, mode }) => ({ path, content, mode })),
    losses: [...losses, ...generated.losses],
    notes: generated.notes,
    problems: [...problems, ...generated.problems],
  };
}

/** The node whose files are given, or that resources of OpenShift come to; a text says why there is none. */
function nodeOf(parsed: ParsedSnapshot, from: Target): NodeView | string {
  if (openShiftDocuments(parsed).length === 0) return createNode(parsed, from);
  if (from.openshift === undefined)
    return 'these are resources of OpenShift: name its release, such as --target openshift@4.16';
  const { node, rendered } = clusterNode(parsed, from);
  return node ?? `the operator makes no files of it: ${rendered.error}`;
}

const nothing: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

function isMirrorPolicy(document: Parsed): document is Parsed<MirrorPolicy> {
  return document.dialect === 'mirror-policy';
}
