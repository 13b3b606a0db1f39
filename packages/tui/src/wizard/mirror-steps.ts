import { policyEdits } from '@mirrorwright/core';
import { type Field, note, type PageView } from './fields.ts';
import { edited, type WizardState } from './state.ts';
import { anything, placeProblem } from './validate.ts';

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
  const fields = policy.model.upstreams.flatMap(({ registry, mirrors }, upstream): Field[] => [
    note(registry?.value ?? '?', 'plain'),
    ...mirrors.map(
      (mirror, index): Field => ({
        kind: 'open',
        id: `mirror ${upstream} ${index}`,
        label: `  ${mirror.location?.value ?? '?'}${mirror.project === undefined ? '' : `/${mirror.project.value}`}`,
        hint: [
          mirror.style?.value,
          pulls.find(({ value }) => value === (mirror.pull?.value ?? 'all'))?.label,
          mirror.insecure?.value === true ? 'insecure' : undefined,
        ]
          .filter(Boolean)
          .join(', '),
        page: { step: 'mirrors', mirror: { upstream, index } },
        remove: (now) => edited(now, policyEdits.removeMirror(now.policy, upstream, index)),
        move: (now, by) => moved(now, upstream, index, by, mirrors.length),
      }),
    ),
    {
      kind: 'text',
      id: `add ${upstream}`,
      label: '  + add a mirror',
      value: '',
      placeholder: 'cache.corp.example:5000/hub',
      validate: placeProblem,
      enter: (now, text) => edited(now, policyEdits.addMirror(now.policy, upstream, { location: text })),
    },
  ]);
  return {
    title: 'Mirrors',
    question: 'Where should pulls go first? The first that answers wins.',
    fields: fields.length === 0 ? [note('no upstream is chosen yet: go back one step')] : fields,
  };
}

function moved(state: WizardState, upstream: number, index: number, by: -1 | 1, count: number): WizardState {
  const to = index + by;
  return to < 0 || to >= count
    ? state
    : edited(state, policyEdits.moveMirror(state.policy, upstream, index, to));
}

/** One mirror. */
export function mirrorPage(
  { policy }: WizardState,
  { upstream, index }: { readonly upstream: number; readonly index: number },
): PageView {
  const source = policy.model.upstreams[upstream];
  const mirror = source?.mirrors[index];
  if (mirror === undefined)
    return { title: 'Mirror', question: 'This mirror is gone.', fields: [note('go back')] };
  const set =
    (key: 'location' | 'style' | 'project' | 'pull' | 'ca', value: string | undefined) =>
    (now: WizardState): WizardState =>
      edited(now, policyEdits.setMirror(now.policy, upstream, index, key, value));
  const style = mirror.style?.value ?? 'plain';
  const text = (
    key: 'location' | 'project' | 'ca',
    label: string,
    placeholder: string,
    hint: string,
  ): Field => ({
    kind: 'text',
    id: key,
    label,
    hint,
    value: mirror[key]?.value ?? '',
    placeholder,
    validate: key === 'location' ? placeProblem : anything,
    enter: (now, value) => set(key, value === '' ? undefined : value)(now),
  });
  const insecure = mirror.insecure?.value ?? false;
  const fields: Field[] = [
    text('location', 'location', 'cache.corp.example', 'host[:port], and a path if there is one'),
    {
      kind: 'choice',
      id: 'style',
      label: 'layout',
      value: style,
      options: styles,
      choose: (now, value) => set('style', value === 'plain' ? undefined : value)(now),
    },
    ...(['plain', 'by-source'].includes(style)
      ? []
      : [text('project', 'project or repository', 'hub', 'what the mirror calls its copy of this registry')]),
    {
      kind: 'choice',
      id: 'pull',
      label: 'used for',
      value: mirror.pull?.value ?? 'all',
      options: pulls,
      choose: (now, value) => set('pull', value === 'all' ? undefined : value)(now),
    },
    {
      kind: 'toggle',
      id: 'insecure',
      label: 'insecure',
      hint: 'plain HTTP, or a certificate nobody checks',
      checked: insecure,
      toggle: (now) =>
        edited(
          now,
          policyEdits.setMirror(now.policy, upstream, index, 'insecure', insecure ? undefined : true),
        ),
    },
    text(
      'ca',
      'CA',
      '/etc/pki/corp-root.pem',
      'a PEM file on the node, if the mirror has a certificate of your own',
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
    question: 'How is this mirror reached?',
    fields,
  };
}
