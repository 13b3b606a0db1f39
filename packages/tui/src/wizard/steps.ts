import { parseTarget, policyEdits } from '@mirrorwright/core';
import { type Field, note, type PageView } from './fields.ts';
import { mirrorPage, mirrorsPage } from './mirror-steps.ts';
import { checksPage, reviewPage, writePage } from './result-steps.ts';
import { edited, type StepId, type WizardState } from './state.ts';
import { pathProblem, placeProblem, placesProblem, splitList, versionProblem } from './validate.ts';

const runtimes = [
  { id: 'podman', hint: 'containers on a machine' },
  { id: 'cri-o', hint: 'Kubernetes nodes' },
  { id: 'buildah', hint: 'image builds' },
  { id: 'skopeo', hint: 'copies of images' },
];

/** Registries that most sites mirror. */
export const wellKnown: readonly string[] = [
  'docker.io',
  'quay.io',
  'gcr.io',
  'registry.k8s.io',
  'ghcr.io',
  'registry.redhat.io',
  'registry.access.redhat.com',
  'registry.opensuse.org',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'nvcr.io',
];

const pages: Readonly<Record<StepId, (state: WizardState) => PageView>> = {
  targets: targetsPage,
  upstreams: upstreamsPage,
  mirrors: mirrorsPage,
  trust: trustPage,
  scope: scopePage,
  checks: checksPage,
  review: reviewPage,
  write: writePage,
};

export const stepTitles: Readonly<Record<StepId, string>> = {
  targets: 'Targets',
  upstreams: 'Upstreams',
  mirrors: 'Mirrors',
  trust: 'Trust',
  scope: 'Fallback & scope',
  checks: 'Checks',
  review: 'Review',
  write: 'Write',
};

/** The page the state is on, as data. */
export function pageOf(state: WizardState): PageView {
  return state.page.mirror === undefined
    ? pages[state.page.step](state)
    : mirrorPage(state, state.page.mirror);
}

function targetsPage(state: WizardState): PageView {
  const chosen = state.policy.model.targets.map(({ value }) => value);
  const fields = runtimes.flatMap(({ id, hint }): Field[] => {
    const index = chosen.findIndex((target) => target === id || target.startsWith(`${id}@`));
    const toggle: Field = {
      kind: 'toggle',
      id,
      label: id,
      hint,
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
      value: chosen[index]!.split('@')[1] ?? '',
      placeholder: '5.8',
      validate: versionProblem(id),
      enter: (now, text) =>
        edited(now, policyEdits.setField(now.policy, ['targets', index], `${id}@${text}`)),
    };
    return [toggle, version];
  });
  const root: Field = {
    kind: 'text',
    id: 'root',
    label: 'root folder',
    hint: 'the file system of the node; / is this machine',
    value: state.root,
    placeholder: '/',
    validate: pathProblem,
    enter: (now, text) => ({ ...now, root: text }),
  };
  return {
    title: 'Targets',
    question: 'Which programs will read the configuration?',
    fields: [...fields, root],
    ...(chosen.length === 0 && { missing: 'choose at least one program' }),
  };
}

function addTarget(state: WizardState, runtime: string): WizardState {
  const parsed = parseTarget(runtime);
  const id = parsed.ok ? `${runtime}@${parsed.target.version}` : runtime;
  return edited(state, policyEdits.addToSequence(state.policy, ['targets'], id));
}

function upstreamsPage(state: WizardState): PageView {
  const { upstreams } = state.policy.model;
  const names = upstreams.map(({ registry }) => registry?.value ?? '');
  const others = names.filter((name) => name !== '' && !wellKnown.includes(name));
  const fields = [...wellKnown, ...others].map((name): Field => {
    const index = names.indexOf(name);
    const toggle = (now: WizardState): WizardState =>
      edited(
        now,
        index === -1
          ? policyEdits.addUpstream(now.policy, { registry: name })
          : policyEdits.removeUpstream(now.policy, index),
      );
    const mirrors = upstreams[index]?.mirrors.length ?? 0;
    return {
      kind: 'toggle',
      id: name,
      label: name,
      checked: index !== -1,
      toggle,
      ...(mirrors > 0 && { hint: `${mirrors} mirror${mirrors === 1 ? '' : 's'}` }),
    };
  });
  const other: Field = {
    kind: 'text',
    id: 'other',
    label: '+ another registry',
    value: '',
    placeholder: 'registry.corp.example or *.corp.example',
    validate: (text) => (names.includes(text) ? `${text} is in the list already` : placeProblem(text)),
    enter: (now, text) => edited(now, policyEdits.addUpstream(now.policy, { registry: text })),
  };
  return {
    title: 'Upstreams',
    question: 'Whose images are pulled through mirrors?',
    fields: [...fields, other],
    ...(upstreams.length === 0 && { missing: 'choose at least one registry' }),
  };
}

function listField(
  state: WizardState,
  list: 'insecure' | 'blocked' | 'allowed' | 'search',
  label: string,
  hint: string,
): Field {
  const values = state.policy.model[list]?.items.map(({ value }) => value) ?? [];
  return {
    kind: 'text',
    id: list,
    label,
    hint,
    value: values.join(', '),
    placeholder: 'none',
    validate: placesProblem,
    enter: (now, text) => {
      const entries = splitList(text);
      return edited(now, policyEdits.setList(now.policy, list, entries.length === 0 ? undefined : entries));
    },
  };
}

function trustPage(state: WizardState): PageView {
  const mirrors = state.policy.model.upstreams.flatMap(({ registry, mirrors: own }, upstream) =>
    own.map((mirror, index): Field => {
      const insecure = mirror.insecure?.value ?? false;
      return {
        kind: 'toggle',
        id: `insecure ${upstream} ${index}`,
        label: `${mirror.location?.value ?? '?'} is insecure`,
        hint: `mirror of ${registry?.value ?? '?'}; plain HTTP, or a certificate nobody checks`,
        checked: insecure,
        toggle: (now) =>
          edited(
            now,
            policyEdits.setMirror(now.policy, upstream, index, 'insecure', insecure ? undefined : true),
          ),
      };
    }),
  );
  const lists = [
    listField(
      state,
      'allowed',
      'allowed registries',
      'empty: everything is allowed; else the signature policy rejects the rest',
    ),
    listField(state, 'insecure', 'insecure registries', 'beside the mirrors'),
    listField(state, 'blocked', 'blocked registries', 'refused whatever asks'),
  ];
  return { title: 'Trust', question: 'Whom do these nodes trust?', fields: [...mirrors, ...lists] };
}

function scopePage(state: WizardState): PageView {
  const fallbacks = state.policy.model.upstreams.map(
    ({ registry, fallback }, index): Field => ({
      kind: 'choice',
      id: `fallback ${index}`,
      label: `when no mirror of ${registry?.value ?? '?'} has it`,
      value: fallback?.value ?? 'keep',
      options: [
        { value: 'keep', label: 'ask the registry itself' },
        { value: 'block', label: 'fail: never leave the mirrors' },
      ],
      choose: (now, value) =>
        edited(
          now,
          policyEdits.setUpstream(now.policy, index, 'fallback', value === 'keep' ? undefined : value),
        ),
    }),
  );
  const mode: Field = {
    kind: 'choice',
    id: 'shortNames',
    label: 'short names such as nginx',
    value: state.policy.model.shortNames?.value ?? 'permissive',
    options: [
      { value: 'permissive', label: 'try every search registry' },
      { value: 'enforcing', label: 'ask, or refuse where nobody can be asked' },
      { value: 'disabled', label: 'try every search registry, never ask' },
    ],
    choose: (now, value) =>
      edited(
        now,
        policyEdits.setField(now.policy, ['shortNames'], value === 'permissive' ? undefined : value),
      ),
  };
  const search = listField(
    state,
    'search',
    'search registries',
    'where short names are looked for, in order',
  );
  const empty = fallbacks.length === 0 ? [note('no upstream is chosen yet')] : fallbacks;
  return {
    title: 'Fallback & scope',
    question: 'What happens when the mirrors do not answer?',
    fields: [...empty, search, mode],
  };
}
