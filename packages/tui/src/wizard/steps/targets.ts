import { createNode, importPolicy, parseAnyTarget, parseSnapshot, policyEdits } from '@mirrorwright/core';
import { targetKinds } from '../cluster.ts';
import type { Field, PageView } from '../fields.ts';
import { edited, type WizardState, withText } from '../state.ts';
import { folderProblem, versionProblem } from '../validate.ts';
import { clusterFields, presentRelease, takeClusterOver } from './targets-cluster.ts';

const runtimes = [
  { id: 'podman', hint: 'containers on a machine' },
  { id: 'cri-o', hint: 'Kubernetes nodes' },
  { id: 'buildah', hint: 'image builds' },
  { id: 'skopeo', hint: 'copies of images' },
  { id: 'openshift', hint: 'clusters: resources to apply' },
];

/** The main file, for nodes where everything is to stand in one. */
export const mainFile = 'etc/containers/registries.conf';

/** Which readers, at which version, in which file system. */
export function targetsPage(state: WizardState): PageView {
  const { targets } = state.policy.model;
  const fields = runtimes.flatMap(({ id, hint }) => runtimeFields(targets, id, hint));
  const known = new Set(runtimes.map(({ id }) => id));
  const { machines, clusters } = targetKinds(state);
  const others = targets.flatMap(({ value, span }, index): Field[] =>
    known.has(value.split('@')[0]!)
      ? []
      : [
          {
            kind: 'toggle',
            id: value,
            label: value,
            span,
            checked: true,
            toggle: (now) => edited(now, policyEdits.removeField(now.policy, ['targets', index])),
          },
        ],
  );
  return {
    title: 'Targets',
    question: 'Which programs will read the configuration?',
    fields: [
      ...fields,
      ...others,
      ...(clusters.length > 0 ? clusterFields(state) : []),
      ...(machines ? [rootField(state), fileField(state)] : []),
      ...(machines ? takeOver(state) : takeClusterOver(state)),
    ],
    ...(targets.length === 0 && { missing: 'choose at least one program' }),
  };
}

function runtimeFields(
  chosen: WizardState['policy']['model']['targets'],
  id: string,
  hint: string,
): readonly Field[] {
  const all = chosen.flatMap(({ value }, at) => (value === id || value.startsWith(`${id}@`) ? [at] : []));
  const index = all[0] ?? -1;
  const span = chosen[index]?.span;
  const toggle: Field = {
    kind: 'toggle',
    id,
    label: id,
    hint,
    span,
    checked: index !== -1,
    toggle: (now) => (index === -1 ? addTarget(now, id) : withoutTargets(now, all)),
  };
  return [toggle, ...all.map((at) => versionField(chosen[at]!, { id, at, several: all.length > 1 }))];
}

function versionField(
  { value, span }: WizardState['policy']['model']['targets'][number],
  { id, at, several }: { readonly id: string; readonly at: number; readonly several: boolean },
): Field {
  const openshift = id === 'openshift';
  return {
    kind: 'text',
    id: several ? `${id} version ${at}` : `${id} version`,
    label: openshift ? '  release' : `  version of ${id}`,
    hint: openshift
      ? 'what "oc version" says of the server: 4.11 to 5.2'
      : `what "${id} --version" says on the node`,
    value: value.split('@')[1] ?? '',
    placeholder: openshift ? '4.16' : '5.8',
    ...(several && { span }),
    ...(openshift && { addWith: 'add release' }),
    validate: versionProblem(id),
    enter: (now, text) => edited(now, policyEdits.setField(now.policy, ['targets', at], `${id}@${text}`)),
    ...(several && { remove: (now: WizardState) => withoutTargets(now, [at]) }),
  };
}

function withoutTargets(state: WizardState, indexes: readonly number[]): WizardState {
  // from the last one on, so that the others keep their places
  return indexes.reduceRight(
    (now, at) => edited(now, policyEdits.removeField(now.policy, ['targets', at])),
    state,
  );
}

function addTarget(state: WizardState, runtime: string): WizardState {
  const release = runtime === 'openshift' ? presentRelease(state) : undefined;
  const parsed = parseAnyTarget(release === undefined ? runtime : `${runtime}@${release}`);
  const id = parsed.ok ? parsed.target.id : runtime;
  return edited(state, policyEdits.addToSequence(state.policy, ['targets'], id));
}

function rootField({ root }: WizardState): Field {
  return {
    kind: 'text',
    id: 'root',
    label: 'root folder',
    hint: 'the file system of the node; / is this machine',
    value: root,
    placeholder: '/',
    validate: folderProblem,
    enter: (now, text) => ({ ...now, root: text, request: { kind: 'reread' } }),
  };
}

function fileField({ into }: WizardState): Field {
  return {
    kind: 'choice',
    id: 'into',
    label: 'write to',
    hint: 'an existing file is edited: what else stands in it stays as it is',
    value: into ?? 'drop-in',
    options: [
      { value: 'drop-in', label: 'a drop-in of its own, registries.conf.d/50-mirrors.conf' },
      { value: mainFile, label: 'registries.conf itself' },
      ...(into === null || into === mainFile ? [] : [{ value: into, label: into }]),
    ],
    choose: (now, value) => ({ ...now, into: value === 'drop-in' ? null : value }),
  };
}

/** What the node has already, as answers to start from. Offered while nothing else was answered. */
function takeOver({ existing, policy }: WizardState): readonly Field[] {
  if (policy.model.upstreams.length > 0) return [];
  const parsed = parseAnyTarget(policy.model.targets[0]?.value ?? '');
  if (!parsed.ok || parsed.target.openshift !== undefined) return [];
  const node = createNode(parseSnapshot(existing), parsed.target);
  const { registries } = node.config();
  if (registries.length === 0) return [];
  return [
    {
      kind: 'action',
      id: 'take over',
      label: `start from the ${registries.length} registries that this node has`,
      hint: 'reads its registries.conf and drop-ins into the answers',
      act: (now) => {
        const { text, losses } = importPolicy(node);
        const lost = losses.length === 0 ? '' : `; not carried over: ${losses[0]!.reason}`;
        return { ...withText(now, text), message: `took over ${registries.length} registries${lost}` };
      },
    },
  ];
}
