import {
  type Generated,
  type Impact,
  impactOf,
  operatedFiles,
  parseAnyTarget,
  policyTargets,
  type Rendered,
  type SnapshotFile,
} from '@mirrorwright/core';
import type { WizardState } from './state.ts';

/** Which kinds of targets the answers name: readers on a machine, and releases of OpenShift. */
export function targetKinds({ policy }: Pick<WizardState, 'policy'>): {
  readonly machines: boolean;
  /** Ids of the releases, such as openshift@4.16. */
  readonly clusters: readonly string[];
} {
  const targets = policyTargets(policy.model);
  const clusters = targets.filter(({ openshift }) => openshift !== undefined).map(({ id }) => id);
  return { machines: clusters.length < targets.length, clusters };
}

/** The folder for the resources of a target: each has one of its own where there are several. */
export function folderOf(state: Pick<WizardState, 'policy' | 'resources'>, target: string): string {
  const folder = tidyFolder(state.resources);
  if (targetKinds(state).clusters.length < 2) return folder;
  return `${folder === '/' ? '' : folder}/${target.replace('@', '-')}`;
}

/** Without slashes at its end. */
export function tidyFolder(folder: string): string {
  return folder.replace(/\/+$/, '') || (folder === '' ? '.' : '/');
}

/** A resource as a file in its folder. */
export interface ResourceFile {
  readonly path: string;
  readonly folder: string;
  /** In the folder. */
  readonly name: string;
  readonly content: string;
  readonly mode: number;
  /** What is there now. */
  readonly before: string | null;
}

type Folders = Pick<WizardState, 'policy' | 'resources' | 'inFolder'>;

/** The resources of a target as files in its folder. */
export function resourceFiles(state: Folders, { target, files }: Generated): readonly ResourceFile[] {
  const folder = folderOf(state, target);
  return files.map(({ path: name, content, mode }) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    return { path, folder, name, content, mode, before: textAt(state.inFolder, path) };
  });
}

function textAt(files: readonly SnapshotFile[], path: string): string | null {
  return files.find((file) => file.path === path)?.text ?? null;
}

/** Files of the folder that `oc apply` would take with it and that are not made of the answers. */
export function strangers(state: Folders, generated: Generated): readonly string[] {
  const folder = folderOf(state, generated.target);
  const made = new Set(resourceFiles(state, generated).map(({ path }) => path));
  return state.inFolder
    .map(({ path }) => path)
    .filter((path) => (path.slice(0, path.lastIndexOf('/')) || '/') === folder && !made.has(path));
}

/** A file of the nodes of a cluster, as it is and as the operator would have it. */
export interface NodeChange {
  /** Tells it from the files of other targets. */
  readonly id: string;
  readonly path: string;
  /** Null where there is none, as far as is known. */
  readonly before: string | null;
  readonly after: string | null;
  /** Undefined where nothing changes, or where it is not known what nodes have. */
  readonly impact?: Impact;
}

type Nodes = Pick<WizardState, 'existing' | 'root' | 'policy'>;

const known = new WeakMap<Generated, { readonly root: string; readonly changes: readonly NodeChange[] }>();

/**
 * What nodes get of the resources: against the files that they have by the resources of the cluster, or against those
 * below the root where that was named and stands for nothing else. Worked out once.
 */
export function nodeChanges(state: Nodes, generated: Generated): readonly NodeChange[] {
  const { root } = state;
  const memo = known.get(generated);
  if (memo?.root === root) return memo.changes;
  const changes = changesOf(generated, filesBefore(state, generated));
  known.set(generated, { root, changes });
  return changes;
}

/** Whether it is known what the nodes have. */
export function isCompared(state: Nodes, generated: Generated): boolean {
  return filesBefore(state, generated) !== undefined;
}

function filesBefore(state: Nodes, { present }: Generated): ReadonlyMap<string, string> | undefined {
  if (present !== undefined)
    return present.error === undefined ? withCertificates(present, present.files) : undefined;
  // / is this machine, and with targets on machines the root is one of those
  if (state.root === '/' || targetKinds(state).machines) return undefined;
  return new Map(state.existing.files.map(({ path, text }) => [`/${path}`, text]));
}

function changesOf(
  { target, rendered, present }: Generated,
  files: ReadonlyMap<string, string> | undefined,
): readonly NodeChange[] {
  const parsed = parseAnyTarget(target);
  const release = parsed.ok ? parsed.target.openshift : undefined;
  if (rendered === undefined || release === undefined || rendered.error !== undefined) return [];
  const before = operated(files ?? new Map());
  const after = operated(present === undefined ? rendered.files : withCertificates(rendered, rendered.files));
  const impacts = files === undefined ? [] : impactOf(before, after, release);
  const byPath = new Map(impacts.map((impact) => [impact.path, impact]));
  // the hardest change first; files of the template stand on every node and are of interest where they change
  const paths = new Set([...byPath.keys(), ...rendered.files.keys()]);
  return [...paths].map((path) => {
    const impact = byPath.get(path);
    return {
      id: `${target}:${path}`,
      path,
      before: files === undefined ? null : (before.get(path) ?? null),
      after: after.get(path) ?? null,
      ...(impact !== undefined && { impact }),
    };
  });
}

type Texts = ReadonlyMap<string, string>;

/** The certificates of registries, which are known where the config map of the cluster is. */
function withCertificates({ certificates }: Pick<Rendered, 'certificates'>, files: Texts): Texts {
  return new Map([...files, ...certificates.files]);
}

function operated(files: Texts): Texts {
  const certificates = [...files].filter(([path]) => path.startsWith('/etc/docker/certs.d/'));
  return new Map([...operatedFiles(files), ...certificates]);
}
