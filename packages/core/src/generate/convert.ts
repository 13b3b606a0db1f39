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
import { generate, unreadParts } from './generate.ts';
import type { GenerateNote, GenerateOptions, GenerateProblem } from './generated.ts';
import type { Goal } from './goal.ts';
import { importPolicy } from './import.ts';
import { type ImageSetOptions, imageSetConfiguration } from './openshift/image-set.ts';
import { installConfigPart } from './openshift/install-config.ts';
import { type MigrateOptions, migrateMirrorSets } from './openshift/migrate.ts';
import { pullSecretSkeleton } from './openshift/pull-secret.ts';
import type { GeneratedResources } from './openshift/resources.ts';

export interface ConvertOptions
  extends GenerateOptions,
    ImageSetOptions,
    Partial<Pick<MigrateOptions, 'tags'>> {
  /** As whose files the given ones are read. */
  readonly from: Target;
  /** What to write: the files of a target, a mirror policy, or a part of an installation. */
  readonly to: Goal;
}

export interface Converted {
  /** One file named `mirror-policy.yaml`; absolute paths on the node; otherwise names, such as of resource files. */
  readonly files: readonly NodeFile[];
  readonly losses: readonly Loss[];
  readonly notes: readonly GenerateNote[];
  /** Not empty: the result does not say what the given files say. */
  readonly problems: readonly GenerateProblem[];
}

const policyName = 'mirror-policy.yaml';

/**
 * Turns files of any known format into those of another: by way of a mirror policy, which is taken as it is where one
 * is among the files. What the other format cannot say is a loss. Nothing existing is edited: all files are new. Mirror
 * sets of OpenShift become those of another release directly, so that their names and metadata stay.
 */
export function convert(parsed: ParsedSnapshot, options: ConvertOptions): Converted {
  const { from, to } = options;
  const policies = parsed.documents.filter(isMirrorPolicy);
  const [given] = policies;
  const several = policies
    .slice(1)
    .map(({ path }) => ({ path, message: 'A second mirror policy cannot be taken in' }));
  const skipped = parsed.skipped.map(({ path, reason }) => ({ path, message: `not converted: ${reason}` }));
  const broken = openShiftDocuments(parsed).flatMap(({ path, tree }) =>
    tree.problems.map(({ message, span }): GenerateProblem => ({ path, message, span })),
  );
  if (broken.length > 0) return { files: [], losses: [], notes: [], problems: [...broken, ...skipped] };
  if (given === undefined && isMigration(parsed, to))
    return { ...migrated(parsed, to.target.openshift!, options), problems: skipped };
  const node = given === undefined ? nodeOf(parsed, from) : undefined;
  const imported = typeof node === 'object' ? importPolicy(node) : undefined;
  const policy = given ?? readMirrorPolicy(policyName, sourceText(imported?.text ?? ''));
  const losses = imported?.losses ?? [];
  const stopped = typeof node === 'string' ? [{ path: parsed.documents[0]!.path, message: node }] : [];
  const made = madeOf(policy, options);
  return {
    files: made.files,
    losses: [...losses, ...made.losses],
    notes: made.notes,
    problems: [...several, ...skipped, ...stopped, ...made.problems],
  };
}

type TargetGoal = Extract<Goal, { readonly kind: 'target' }>;

/** Resources for another release. */
function isMigration(parsed: ParsedSnapshot, to: Goal): to is TargetGoal {
  return (
    to.kind === 'target' &&
    to.target.openshift !== undefined &&
    openShiftDocuments(parsed).some(({ model }) => model.resources.some((each) => 'rules' in each))
  );
}

function migrated(
  parsed: ParsedSnapshot,
  release: MigrateOptions['release'],
  { tags = false }: ConvertOptions,
): Omit<Converted, 'problems'> {
  return plain(migrateMirrorSets(openShiftDocuments(parsed), { release, tags }));
}

/** What a policy comes to. */
function madeOf(policy: Parsed<MirrorPolicy>, options: ConvertOptions): Converted {
  const { to } = options;
  switch (to.kind) {
    case 'mirror-policy':
      return { ...plain({ files: [{ name: policyName, content: policy.source.text }] }), problems: [] };
    case 'target': {
      const { files, losses, notes, problems } = generate(policy, to.target, nothing, options);
      const fresh = files.map(({ path, content, mode }) => ({ path, content, mode }));
      return { files: fresh, losses, notes, problems };
    }
    case 'install-config':
      return { ...plain(installConfigPart(policy, to.release, options)), problems: unreadParts(policy) };
    case 'imageset-config':
      return { ...plain(imageSetConfiguration(policy, to.release, options)), problems: unreadParts(policy) };
    case 'pull-secret':
      return { ...plain(pullSecretSkeleton(policy)), problems: unreadParts(policy) };
  }
}

function plain({
  files,
  losses = [],
  notes = [],
}: Pick<GeneratedResources, 'files'> & Partial<GeneratedResources>): Omit<Converted, 'problems'> {
  return {
    files: files.map(({ name, content }) => ({ path: name, content, mode: 0o644 })),
    losses,
    notes: notes.map((text) => ({ field: '', text })),
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
