import { join } from 'node:path';
import process from 'node:process';
import {
  applied,
  detectDialect,
  generateResources,
  impactOf,
  type NodeFile,
  operatedFiles,
  type Release,
  type Rendered,
  type Resource,
  readMirrorPolicy,
  readResources,
  renderNodeFiles,
  sourceText,
  type Target,
} from '@mirrorwright/core';
import { collectFiles, readRoot, readText } from '@mirrorwright/io';
import { readCertificates } from '../cli/certificates.ts';
import { unifiedDiff } from '../cli/diff.ts';
import { exitCodes, usageError } from '../cli/exit.ts';
import { targetsOf } from '../cli/inputs.ts';
import { impactLine, listFiles, lossLines, writeBelow } from '../cli/node-files.ts';
import { flagOption, type Invocation, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';

type Policy = ReturnType<typeof readMirrorPolicy>;

/** `mirrorwright preview *.yaml --target openshift@4.16`. */
export async function previewOpenShift({ args, options, streams }: Invocation): Promise<number> {
  const releases = targetsOf(options).map(releaseOf);
  const names = args.length === 0 ? ['mirror-policy.yaml'] : args;
  const { files, problems } = await collectFiles(names, { cwd: process.cwd() });
  for (const { path, reason, named } of problems) if (named) streams.err(`mirrorwright: ${path} ${reason}\n`);
  const texts = files.filter(({ path }) => /\.(?:ya?ml|json)$/.test(path));
  const policies = texts
    .filter(({ path, text }) => detectDialect(path, text).dialect === 'mirror-policy')
    .map(({ path, text }) => readMirrorPolicy(path, sourceText(text)));
  const given = texts.flatMap(({ text }) => readResources(sourceText(text)));
  if (given.length === 0 && policies.length === 0) {
    streams.err(
      'mirrorwright: no mirror policy and no resource of config.openshift.io or operator.openshift.io among the files\n',
    );
    return exitCodes.findings;
  }
  let ok = !problems.some(({ named }) => named);
  for (const release of releases)
    ok = (await showRelease(release, { policies, given }, options, streams)) && ok;
  return ok ? exitCodes.ok : exitCodes.findings;
}

/** A mirror policy for one of its targets, a release of OpenShift: the resources to apply, and what nodes get of them. */
export function previewOnCluster(
  policy: Policy,
  target: Target,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  return showRelease(releaseOf(target), { policies: [policy], given: [] }, options, streams);
}

interface Subject {
  readonly policies: readonly Policy[];
  /** Resources that are there already. */
  readonly given: readonly Resource[];
}

async function showRelease(
  named: NamedRelease,
  { policies, given }: Subject,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const made = await makeResources(policies, named, options, streams);
  if (made === undefined) return false;
  const releaseImage = stringOption(options, 'release-image');
  const rendered = renderNodeFiles(applied([...given, ...made]), {
    release: named.release,
    ...(releaseImage !== undefined && { releaseImage }),
  });
  streams.err(besideLines(given, rendered));
  return show(named, rendered, options, streams);
}

interface NamedRelease {
  readonly id: string;
  readonly release: Release;
}

/** The resources that policies come to, shown or written, for the node files to be made of; undefined after a failure. */
async function makeResources(
  policies: readonly Policy[],
  { id, release }: NamedRelease,
  options: Options,
  streams: Streams,
): Promise<readonly Resource[] | undefined> {
  const resources: Resource[] = [];
  const certificates = await readCertificates(options, streams);
  if (certificates === undefined) return undefined;
  for (const policy of policies) {
    const problems = [...policy.tree.problems, ...policy.model.problems];
    for (const { message, span } of problems)
      streams.err(`mirrorwright: ${policy.path}:${policy.source.position(span.start).line} ${message}\n`);
    if (problems.length > 0) return undefined;
    const { files, losses, notes } = generateResources(policy, release, { certificates });
    streams.err(lossLines(id, losses));
    for (const note of notes) streams.err(`note: ${note}\n`);
    for (const { content } of files) resources.push(...readResources(sourceText(content)));
    const named = files.map(({ name, content }) => ({
      path: `cluster-resources/${name}`,
      content,
      mode: 0o644,
    }));
    const out = stringOption(options, 'out');
    if (out !== undefined && !(await writeBelow(out, named, streams))) return undefined;
    if (out === undefined && stringOption(options, 'root') === undefined)
      await streams.out(`# ${id}: to be applied to the cluster\n${listFiles(named)}\n`);
  }
  return resources;
}

function releaseOf({ id, openshift }: Target): NamedRelease {
  if (openshift === undefined) throw usageError(`${id}: resources of OpenShift are for a release, and alone`);
  return { id, release: openshift };
}

async function show(
  { id, release }: NamedRelease,
  rendered: Rendered,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const { error, warnings, ignored, nodeError, payloadChecked } = rendered;
  for (const resource of ignored) streams.err(`${id} does not read ${nameOf(resource)}\n`);
  for (const warning of warnings) streams.err(`warning, in the log of the operator alone: ${warning}\n`);
  if (!payloadChecked && !flagOption(options, 'quiet'))
    streams.err(
      'note: without a release image (--release-image) its protection is not part of the preview\n',
    );
  if (rendered.unverifiedPolicies)
    streams.err(
      `note: image policies of ${id} are rendered from the source of the operator, never compared with it\n`,
    );
  if (error !== undefined)
    streams.err(`mirrorwright: ${id}: the sync fails and the nodes keep what they have: ${error}\n`);
  if (nodeError !== undefined)
    streams.err(`mirrorwright: ${id}: the files are written, and the nodes refuse them: ${nodeError}\n`);
  if (error !== undefined && rendered.certificates.files.size === 0) return false;
  const delivered = await deliver({ id, release }, rendered, options, streams);
  return delivered && error === undefined && nodeError === undefined;
}

function nameOf({ kind, name }: Resource): string {
  return name === undefined ? kind : `${kind} ${name.value}`;
}

/** What is beside the files: certificates that cannot be shown, and machine configs that write the same files. */
function besideLines(given: readonly Resource[], { files, certificates }: Rendered): string {
  const { missing, binary } = certificates;
  const lines = binary.map(
    ({ key }) => `note: the certificate under ${key.value} is in binary form: written, and not shown`,
  );
  if (missing !== undefined)
    lines.push(`note: config map openshift-config/${missing} is not among the files: no certificates of it`);
  for (const resource of given) {
    if (resource.kind !== 'MachineConfig') continue;
    const name = resource.name?.value ?? '';
    const generated = `99-${resource.role ?? 'worker'}-generated-registries`;
    if (name === generated) continue;
    const last = name > generated ? name : generated;
    for (const { value } of resource.files)
      if (files.has(value))
        lines.push(`note: MachineConfig ${name} writes ${value} as well, and the last by name wins: ${last}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Prints, writes or compares. Certificates do not wait for the rest: they reach nodes while the sync fails. */
async function deliver(
  { id, release }: NamedRelease,
  rendered: Rendered,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const texts = new Map([...rendered.files, ...rendered.certificates.files]);
  const files = [...texts].map(([path, content]): NodeFile => ({ path, content, mode: 0o644 }));
  const out = stringOption(options, 'out');
  if (out !== undefined) return writeBelow(out, files, streams);
  const root = stringOption(options, 'root');
  if (root === undefined) {
    await streams.out(
      `# ${id}\n${files.length === 0 ? '# nothing: the files of the template stay\n' : listFiles(files)}`,
    );
    return true;
  }
  const found = await readRoot(root);
  if (!found.ok) {
    streams.err(`mirrorwright: ${root} ${found.reason}\n`);
    return false;
  }
  const there = new Map(found.snapshot.files.map(({ path, text }) => [`/${path}`, text]));
  const certificates = await textsBelow(root, [...rendered.certificates.files.keys()]);
  const settled = rendered.error === undefined;
  const before = new Map([...(settled ? operatedFiles(there) : []), ...certificates]);
  const after = new Map([...(settled ? operatedFiles(rendered.files) : []), ...rendered.certificates.files]);
  for (const impact of impactOf(before, after, release)) streams.err(`${impactLine(impact)}\n`);
  const changed = [...new Set([...after.keys(), ...before.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  await streams.out(
    changed.map((path) => unifiedDiff(path, before.get(path) ?? null, after.get(path) ?? '')).join(''),
  );
  return true;
}

/** Texts of the files that are there, by their paths below a root. */
async function textsBelow(
  root: string,
  paths: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const path of paths) {
    const read = await readText(join(root, path));
    if (read.ok) found.push([path, read.text]);
  }
  return found;
}
