import {
  type Generated,
  generate,
  type MirrorPolicy,
  type Parsed,
  parseAnyTarget,
  parseSnapshot,
  rootUser,
  type Snapshot,
  type Target,
} from '@mirrorwright/core';
import { readRoot } from '@mirrorwright/io';
import { unifiedDiff } from '../cli/diff.ts';
import { exitCodes, usageError } from '../cli/exit.ts';
import { failureLines, intoOption, readInputs, targetsOf } from '../cli/inputs.ts';
import { conflictingPaths, listFiles, lossLines, writeBelow } from '../cli/node-files.ts';
import { problemLines } from '../cli/problems.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';

/** `mirrorwright preview`. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, options, streams } = invocation;
  const root = stringOption(options, 'root');
  const named = listOption(options, 'target').length === 0 ? [] : targetsOf(options);
  refuseContradictions(options, named);
  if (stringOption(options, 'out') !== undefined) refuseMixture(named);
  if (named.length > 0 && named.every(({ openshift }) => openshift !== undefined)) {
    const { previewOpenShift } = await import('./preview-openshift.ts');
    return previewOpenShift(invocation);
  }
  const { root: _, ...withoutRoot } = options;
  const inputs = await readInputs(args.length === 0 ? ['mirror-policy.yaml'] : args, withoutRoot);
  streams.err(failureLines(inputs.failed));
  const policies = inputs.nodes.flatMap((node) => parseSnapshot(node).documents).filter(isPolicy);
  if (policies.length === 0) {
    const cluster = named.find(({ openshift }) => openshift !== undefined);
    if (cluster !== undefined)
      throw usageError(`${cluster.id}: resources of OpenShift are for a release, and alone`);
    if (inputs.failed.length === 0) streams.err('mirrorwright: no mirror policy among the files\n');
    return exitCodes.findings;
  }
  const existing = root === undefined ? empty : await snapshotOf(root, streams);
  if (existing === undefined) return exitCodes.findings;
  let ok = inputs.failed.length === 0;
  for (const policy of policies) ok = (await showPolicy(policy, existing, options, streams)) && ok;
  return ok ? exitCodes.ok : exitCodes.findings;
}

/** Comparing with a node, comparing with a cluster and writing exclude each other. */
function refuseContradictions(options: Options, named: readonly Target[]): void {
  const root = stringOption(options, 'root');
  const diff = flagOption(options, 'diff');
  const before = listOption(options, 'before').length > 0;
  if (root !== undefined ? !diff : diff && !before)
    throw usageError('--diff and --root DIR go together: the change to what DIR holds');
  if (root !== undefined && before) throw usageError('--root and --before exclude each other');
  if ((diff || before) && stringOption(options, 'out') !== undefined)
    throw usageError(`${before ? '--before' : '--diff'} and --out exclude each other`);
  if (before && !(named.length > 0 && named.every(({ openshift }) => openshift !== undefined)))
    throw usageError(
      '--before is for resources of OpenShift: name the release, such as --target openshift@4.16',
    );
}

/** The files for each target: those on a node, or for a cluster the resources and what its nodes get of them. */
async function showPolicy(
  policy: Parsed<MirrorPolicy>,
  existing: Snapshot,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const targets = chosenTargets(policy, options);
  const out = stringOption(options, 'out');
  if (out !== undefined) refuseMixture(targets);
  const all = targets.map((target) =>
    target.openshift === undefined ? generate(policy, target, existing, intoOption(options)) : target,
  );
  const made = all.filter((each): each is Generated => 'files' in each);
  const conflicts = out === undefined ? [] : conflictingPaths(made);
  for (const path of conflicts)
    streams.err(
      `mirrorwright: ${path}: the targets need different texts of it; write one of them with --target\n`,
    );
  if (conflicts.length > 0) return false;
  let ok = true;
  for (const each of all) {
    if ('files' in each) ok = (await show(each, policy, existing, options, streams)) && ok;
    else {
      const { previewOnCluster } = await import('./preview-openshift.ts');
      ok = (await previewOnCluster(policy, each, options, streams)) && ok;
    }
  }
  return ok;
}

/** One folder holds the files of one kind of nodes. */
function refuseMixture(targets: readonly Target[]): void {
  const cluster = targets.find(({ openshift }) => openshift !== undefined);
  if (cluster === undefined || targets.length === 1) return;
  const ids = targets.map(({ id }) => id).join(', ');
  throw usageError(
    `${ids} are different nodes, and --out is one of them: name one, such as --target ${cluster.id}`,
  );
}

const empty: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

function isPolicy(document: Parsed): document is Parsed<MirrorPolicy> {
  return document.dialect === 'mirror-policy';
}

async function snapshotOf(root: string, streams: Streams): Promise<Snapshot | undefined> {
  const result = await readRoot(root);
  if (result.ok) return result.snapshot;
  streams.err(`mirrorwright: ${root} ${result.reason}\n`);
  return undefined;
}

/** Those of the command line, else those of the policy, else the default. */
function chosenTargets(policy: Parsed<MirrorPolicy>, options: Options): readonly Target[] {
  if (listOption(options, 'target').length > 0 || policy.model.targets.length === 0)
    return targetsOf(options);
  return policy.model.targets.flatMap(({ value }) => {
    const result = parseAnyTarget(value);
    if (!result.ok) throw usageError(`${policy.path}: ${result.message}`);
    return [result.target];
  });
}

async function show(
  generated: Generated,
  policy: Parsed<MirrorPolicy>,
  existing: Snapshot,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  streams.err(problemLines(generated.problems, [policy]));
  streams.err(lossLines(generated.target, generated.losses));
  if (!flagOption(options, 'quiet')) for (const { text } of generated.notes) streams.err(`note: ${text}\n`);
  if (generated.problems.length > 0) return false;
  const out = stringOption(options, 'out');
  if (out !== undefined) return writeBelow(out, generated.files, streams);
  await streams.out(
    flagOption(options, 'diff')
      ? diffOf(generated, existing)
      : `# ${generated.target}\n${listFiles(generated.files)}`,
  );
  return true;
}

function diffOf({ files }: Generated, existing: Snapshot): string {
  const texts = new Map(existing.files.map(({ path, text }) => [`/${path}`, text]));
  return files
    .filter(({ change }) => change !== 'unchanged')
    .map(({ path, content }) => unifiedDiff(path, texts.get(path) ?? null, content))
    .join('');
}
