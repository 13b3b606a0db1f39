import {
  applied,
  generateResources,
  type Release,
  type Rendered,
  type Resource,
  type readMirrorPolicy,
  readResources,
  renderNodeFiles,
  sourceText,
  type Target,
} from '@mirrorwright/core';
import { readCertificates } from '../cli/certificates.ts';
import { exitCodes, usageError } from '../cli/exit.ts';
import { targetsOf } from '../cli/inputs.ts';
import { listFiles, lossLines, writeBelow } from '../cli/node-files.ts';
import { type ResourceFiles, readResourceFiles } from '../cli/resource-files.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { deliverClusterFiles } from './cluster-files.ts';

type Policy = ReturnType<typeof readMirrorPolicy>;

/** `mirrorwright preview *.yaml --target openshift@4.16`. */
export async function previewOpenShift({ args, options, streams }: Invocation): Promise<number> {
  const releases = targetsOf(options).map(releaseOf);
  const paths = args.length === 0 ? ['mirror-policy.yaml'] : args;
  const { ok: read, policies, resources: given } = await readResourceFiles(paths, streams, quietly(options));
  const present = await presentResources(options, streams);
  if (!read || present?.ok === false) return exitCodes.findings;
  if (given.length === 0 && policies.length === 0) {
    streams.err(
      `mirrorwright: no mirror policy and no resource of config.openshift.io or operator.openshift.io in ${paths.join(', ')}\n`,
    );
    return exitCodes.findings;
  }
  let ok = true;
  const subject = { policies, given, ...(present !== undefined && { present: present.resources }) };
  for (const release of releases) ok = (await showRelease(release, subject, options, streams)) && ok;
  return ok ? exitCodes.ok : exitCodes.findings;
}

/** A mirror policy for one of its targets, a release of OpenShift: the resources to apply, and what nodes get of them. */
export async function previewOnCluster(
  policy: Policy,
  target: Target,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  return showRelease(releaseOf(target), { policies: [policy], given: [] }, options, streams);
}

interface Subject {
  readonly policies: readonly Policy[];
  /** Resources among the files. */
  readonly given: readonly Resource[];
  /** What the cluster has before them, where it is to be compared with. */
  readonly present?: readonly Resource[];
}

function quietly(options: Options): { readonly quiet: boolean } {
  return { quiet: flagOption(options, 'quiet') };
}

/** The resources of `--before`; undefined where it is not given. */
async function presentResources(
  options: Options,
  streams: Streams,
): Promise<Pick<ResourceFiles, 'ok' | 'resources'> | undefined> {
  const paths = listOption(options, 'before');
  if (paths.length === 0) return undefined;
  const { ok, resources } = await readResourceFiles(paths, streams, quietly(options));
  if (ok && resources.length === 0)
    streams.err(`mirrorwright: no resources of OpenShift in ${paths.join(', ')}\n`);
  return { ok: ok && resources.length > 0, resources };
}

async function showRelease(
  named: NamedRelease,
  { policies, given, present }: Subject,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const made = await makeResources(policies, named, options, streams);
  if (made === undefined) return false;
  const releaseImage = stringOption(options, 'release-image');
  const render = (resources: readonly Resource[]): Rendered =>
    renderNodeFiles(applied(resources), {
      release: named.release,
      ...(releaseImage !== undefined && { releaseImage }),
    });
  const rendered = render([...(present ?? []), ...given, ...made]);
  streams.err(besideLines([...(present ?? []), ...given], rendered));
  return show(named, { rendered, ...(present && { present: render(present) }) }, options, streams);
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
    if (out === undefined && !isComparison(options))
      await streams.out(`# ${id}: to be applied to the cluster\n${listFiles(named)}\n`);
  }
  return resources;
}

/** Whether only the change is wanted. */
function isComparison(options: Options): boolean {
  return stringOption(options, 'root') !== undefined || listOption(options, 'before').length > 0;
}

function releaseOf({ id, openshift }: Target): NamedRelease {
  if (openshift === undefined) throw usageError(`${id}: resources of OpenShift are for a release, and alone`);
  return { id, release: openshift };
}

async function show(
  named: NamedRelease,
  { rendered, present }: { readonly rendered: Rendered; readonly present?: Rendered },
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const { id } = named;
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
  const change = { ...named, rendered, ...(present && { present }) };
  const delivered = await deliverClusterFiles(change, options, streams);
  return delivered && error === undefined && nodeError === undefined;
}

function nameOf({ kind, name }: Resource): string {
  return name === undefined ? kind : `${kind} ${name.value}`;
}

/** What is beside the files: certificates that cannot be shown, and machine configs that write the same files. */
function besideLines(given: readonly Resource[], { files, certificates }: Rendered): string {
  const { missing, binary, privateKeys } = certificates;
  const lines = binary.map(
    ({ key }) => `note: the certificate under ${key.value} is in binary form: written, and not shown`,
  );
  for (const { key } of privateKeys)
    lines.push(
      `warning: ${key.value} of the config map holds a private key, and every node gets it: take it out; here it is left out`,
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
