import { type PolicyMirror, policyEdits } from '@mirrorwright/core';
import { type Field, note, type PageView } from '../fields.ts';
import { edited, type WizardState } from '../state.ts';
import { unsaid } from '../unsaid.ts';
import { anything, placeProblem } from '../validate.ts';

const styles = [
  { value: 'plain', label: 'plain registry: location/REPOSITORY' },
  { value: 'by-source', label: 'by source: location/REGISTRY/REPOSITORY' },
  { value: 'harbor', label: 'Harbor proxy project' },
  { value: 'nexus', label: 'Nexus repository' },
  { value: 'artifactory', label: 'Artifactory repository' },
  { value: 'quay', label: 'Quay organisation' },
];

const pulls = [
  { value: 'all', label: 'tags and digests' },
  { value: 'digest', label: 'digests only' },
  { value: 'tag', label: 'tags only' },
];

/** All mirrors, below the registry they stand for. */
export function mirrorsPage({ policy }: WizardState): PageView {
  const fields = policy.model.upstreams.flatMap(({ registry, location, mirrors }, upstream): Field[] => {
    const addWith = `add ${upstream}`;
    return [
      {
        kind: 'open',
        id: `upstream ${upstream}`,
        label: registry?.value ?? '?',
        hint:
          location === undefined
            ? 'enter: redirect, insecure, digests only'
            : `redirected to ${location.value}`,
        addWith,
        secondary: true,
        page: { step: 'mirrors', upstream },
      },
      ...mirrors.map((mirror, index) =>
        mirrorLine(mirror, { upstream, index, count: mirrors.length, addWith }),
      ),
      {
        kind: 'text',
        id: addWith,
        label: '  + add a mirror',
        hint: 'host[:port], and a path if there is one',
        addWith,
        value: '',
        placeholder: 'e.g. cache.corp.example:5000/hub',
        validate: placeProblem,
        enter: (now, text) => edited(now, policyEdits.addMirror(now.policy, upstream, { location: text })),
      },
    ];
  });
  return {
    title: 'Mirrors',
    question: 'Where should pulls go first? The first that answers wins.',
    fields: fields.length === 0 ? [note('no upstream is chosen yet: go back one step')] : fields,
  };
}

interface Place {
  readonly upstream: number;
  readonly index: number;
  readonly count: number;
  readonly addWith: string;
}

function mirrorLine(mirror: PolicyMirror, { upstream, index, count, addWith }: Place): Field {
  const project = mirror.project === undefined ? '' : `/${mirror.project.value}`;
  return {
    kind: 'open',
    id: `mirror ${upstream} ${index}`,
    label: `  ${mirror.location?.value ?? '?'}${project}`,
    hint: [
      mirror.style?.value,
      pulls.find(({ value }) => value === (mirror.pull?.value ?? 'all'))?.label,
      mirror.insecure?.value === true ? 'insecure' : undefined,
    ]
      .filter(Boolean)
      .join(', '),
    span: mirror.span,
    addWith,
    page: { step: 'mirrors', upstream, mirror: index },
    remove: (now) => edited(now, policyEdits.removeMirror(now.policy, upstream, index)),
    move: (now, by) => {
      const to = index + by;
      return to < 0 || to >= count
        ? now
        : edited(now, policyEdits.moveMirror(now.policy, upstream, index, to));
    },
  };
}

/** One mirror. */
export function mirrorPage(state: WizardState, upstream: number, index: number): PageView {
  const source = state.policy.model.upstreams[upstream];
  const mirror = source?.mirrors[index];
  if (mirror === undefined)
    return { title: 'Mirror', question: 'This mirror is gone.', fields: [note('go back')] };
  const style = mirror.style?.value ?? 'plain';
  const set: SetKey = (key, value) => (now) =>
    edited(now, policyEdits.setMirror(now.policy, upstream, index, key, value));
  const fields: Field[] = [
    textOf(
      mirror,
      set,
      'location',
      'location',
      'e.g. cache.corp.example',
      'host[:port], and a path if there is one',
    ),
    {
      kind: 'choice',
      id: 'style',
      label: 'layout',
      span: mirror.style?.span,
      value: style,
      options: styles,
      choose: (now, value) => set('style', value === 'plain' ? undefined : value)(now),
    },
    ...(['plain', 'by-source'].includes(style)
      ? []
      : [
          textOf(
            mirror,
            set,
            'project',
            'project or repository',
            'e.g. hub',
            'what the mirror calls its copy of this registry',
          ),
        ]),
    {
      kind: 'choice',
      id: 'pull',
      label: 'used for',
      span: mirror.pull?.span,
      below: unsaid(state, 'pull'),
      value: mirror.pull?.value ?? 'all',
      options: pulls,
      choose: (now, value) => set('pull', value === 'all' ? undefined : value)(now),
    },
    insecureToggle(mirror, upstream, index, 'insecure'),
    textOf(
      mirror,
      set,
      'ca',
      'CA',
      'the authorities that the system trusts',
      'a PEM file on the node, or a name from the step Trust, if the mirror has a certificate of your own',
    ),
    {
      kind: 'action',
      id: 'remove',
      label: 'remove this mirror',
      act: (now) => ({
        ...edited(now, policyEdits.removeMirror(now.policy, upstream, index)),
        page: { step: 'mirrors' },
        cursor: 0,
      }),
    },
  ];
  return {
    title: `Mirror of ${source?.registry?.value ?? '?'}`,
    question: `How is this mirror of ${source?.registry?.value ?? '?'} reached?`,
    fields: fields.map((field) => (field.id === 'location' ? { ...field, span: mirror.span } : field)),
  };
}

type TextKey = 'location' | 'project' | 'ca';
type SetKey = (
  key: TextKey | 'style' | 'pull',
  value: string | undefined,
) => (state: WizardState) => WizardState;

function textOf(
  mirror: PolicyMirror,
  set: SetKey,
  key: TextKey,
  label: string,
  placeholder: string,
  hint: string,
): Field {
  return {
    kind: 'text',
    id: key,
    label,
    hint,
    span: mirror[key]?.span,
    value: mirror[key]?.value ?? '',
    placeholder,
    validate: key === 'location' ? placeProblem : anything,
    enter: (now, value) => set(key, value === '' ? undefined : value)(now),
  };
}

/** The same switch stands on the page of the mirror and in the step Trust. */
export function insecureToggle(mirror: PolicyMirror, upstream: number, index: number, label: string): Field {
  const insecure = mirror.insecure?.value ?? false;
  return {
    kind: 'toggle',
    id: `insecure ${upstream} ${index}`,
    label,
    hint: 'plain HTTP, or a certificate nobody checks',
    span: mirror.insecure?.span,
    checked: insecure,
    toggle: (now) =>
      edited(
        now,
        policyEdits.setMirror(now.policy, upstream, index, 'insecure', insecure ? undefined : true),
      ),
  };
}
