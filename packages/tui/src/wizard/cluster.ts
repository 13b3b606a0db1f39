import {
  type Generated,
  type GeneratedFile,
  type Impact,
  impactOf,
  operatedFiles,
  parseAnyTarget,
  policyTargets,
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
  const folder = state.resources.replace(/\/+$/, '') || '/';
  return targetKinds(state).clusters.length > 1 ? `${folder}/${target.replace('@', '-')}` : folder;
}

/** A resource as a file in its folder, with what the folder has of it already. */
export function resourceFile(
  { inFolder }: Pick<WizardState, 'inFolder'>,
  folder: string,
  file: GeneratedFile,
): GeneratedFile & { readonly before: string | null } {
  const path = `${folder}/${file.path}`;
  const before = inFolder.files.find((each) => each.path === path)?.text ?? null;
  const change = before === null ? 'new' : before === file.content ? 'unchanged' : 'edited';
  return { ...file, path, before, change };
}

/** Files of the folder that would be applied with it and are not made of the answers. */
export function strangers(
  state: Pick<WizardState, 'policy' | 'resources' | 'inFolder'>,
  { target, files }: Generated,
): readonly string[] {
  const folder = folderOf(state, target);
  const made = new Set(files.map(({ path }) => `${folder}/${path}`));
  return state.inFolder.files
    .map(({ path }) => path)
    .filter((path) => path.slice(0, path.lastIndexOf('/')) === folder && !made.has(path));
}

/** A file of the nodes, as it is and as the operator would have it. */
export interface NodeChange {
  /** Tells it from the files of other targets. */
  readonly id: string;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Undefined where nothing changes. */
  readonly impact?: Impact;
}

type Source = Pick<WizardState, 'existing' | 'root'>;

const known = new WeakMap<Generated, { readonly root: string; readonly changes: readonly NodeChange[] }>();

/**
 * What nodes get of the resources, against the files below the root that was named; / stands for this machine, which
 * is no node of the cluster: the files of a node as it is installed are compared with then.
 */
export function nodeChanges({ existing, root }: Source, generated: Generated): readonly NodeChange[] {
  const memo = known.get(generated);
  if (memo !== undefined && memo.root === root) return memo.changes;
  const changes = changesOf({ existing, root }, generated);
  known.set(generated, { root, changes });
  return changes;
}

function changesOf({ existing, root }: Source, { target, rendered }: Generated): readonly NodeChange[] {
  const parsed = parseAnyTarget(target);
  const release = parsed.ok ? parsed.target.openshift : undefined;
  if (rendered === undefined || release === undefined || rendered.error !== undefined) return [];
  const files = root === '/' ? [] : existing.files;
  const before = operatedFiles(new Map(files.map(({ path, text }) => [`/${path}`, text])));
  const after = operatedFiles(rendered.files);
  const impacts = new Map(impactOf(before, after, release).map((impact) => [impact.path, impact]));
  const paths = new Set([...rendered.files.keys(), ...impacts.keys()]);
  return [...paths].map((path) => {
    const impact = impacts.get(path);
    return {
      id: `${target}:${path}`,
      path,
      before: before.get(path) ?? null,
      after: after.get(path) ?? null,
      ...(impact !== undefined && { impact }),
    };
  });
}
