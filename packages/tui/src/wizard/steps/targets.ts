import { createNode, importPolicy, parseSnapshot, parseTarget, policyEdits } from '@mirrorwright/core';
import type { Field, PageView } from '../fields.ts';
import { edited, type WizardState, withText } from '../state.ts';
import { folderProblem, versionProblem } from '../validate.ts';

const runtimes = [
  { id: 'podman', hint: 'containers on a machine' },
  { id: 'cri-o', hint: 'Kubernetes nodes' },
  { id: 'buildah', hint: 'image builds' },
  { id: 'skopeo', hint: 'copies of images' },
];

/** The main file, for nodes where everything is to stand in one. */
export const mainFile = 'etc/containers/registries.conf';

/** Which readers, at which version, in which file system. */
export function targetsPage(state: WizardState): PageView {
  const { targets } = state.policy.model;
  const fields = runtimes.flatMap(({ id, hint }) => runtimeFields(targets, id, hint));
  const known = new Set(runtimes.map(({ id }) => id));
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
    fields: [...fields, ...others, rootField(state), fileField(state), ...takeOver(state)],
    ...(targets.length === 0 && { missing: 'choose at least one program' }),
  };
}

function runtimeFields(
  chosen: WizardState['policy']['model']['targets'],
  id: string,
  hint: string,
): readonly Field[] {
  const index = chosen.findIndex(({ value }) => value === id || value.startsWith(`${id}@`));
  const span = chosen[index]?.span;
  const toggle: Field = {
    kind: 'toggle',
    id,
    label: id,
    hint,
    span,
    checked: index !== -1,
    toggle: (now) =>
      index === -1
        ? addTarget(now, id)
        : edited(now, policyEdits.removeField(now.policy, ['targets', index])),
  };
  if (index === -1) return [toggle];
  const version: Field = {
    kind: 'text',
    id: `${id} version`,
    label: `  version of ${id}`,
    hint: `what "${id} --version" says on the node`,
    value: chosen[index]!.value.split('@')[1] ?? '',
    placeholder: '5.8',
    validate: versionProblem(id),
    enter: (now, text) => edited(now, policyEdits.setField(now.policy, ['targets', index], `${id}@${text}`)),
  };
  return [toggle, version];
}

function addTarget(state: WizardState, runtime: string): WizardState {
  const parsed = parseTarget(runtime);
  const id = parsed.ok ? `${runtime}@${parsed.target.version}` : runtime;
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
  const parsed = parseTarget(policy.model.targets[0]?.value ?? '');
  if (!parsed.ok) return [];
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
