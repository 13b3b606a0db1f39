import { policyEdits } from '@mirrorwright/core';
import type { Field, PageView } from '../fields.ts';
import { edited, type WizardState } from '../state.ts';
import { unsaid } from '../unsaid.ts';
import { placeProblem } from '../validate.ts';

/** Registries that most sites mirror. */
const wellKnown: readonly string[] = [
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

/** Which registries are mirrored, redirected or have settings of their own. */
export function upstreamsPage(state: WizardState): PageView {
  const { upstreams } = state.policy.model;
  const names = upstreams.map(({ registry }) => registry?.value ?? '');
  const others = names.filter((name) => name !== '' && !wellKnown.includes(name));
  const toggles = [...wellKnown, ...new Set(others)].map((name): Field => {
    const index = names.indexOf(name);
    const remove = (now: WizardState): WizardState =>
      edited(now, policyEdits.removeUpstream(now.policy, index));
    const mirrors = upstreams[index]?.mirrors.length ?? 0;
    return {
      kind: 'toggle',
      id: name,
      label: name,
      span: upstreams[index]?.span,
      addWith: 'other',
      checked: index !== -1,
      toggle: (now) =>
        index === -1 ? edited(now, policyEdits.addUpstream(now.policy, { registry: name })) : remove(now),
      ...(index !== -1 && { remove }),
      ...(mirrors > 0 && { hint: `${mirrors} mirror${mirrors === 1 ? '' : 's'}` }),
    };
  });
  const other: Field = {
    kind: 'text',
    id: 'other',
    label: '+ another registry',
    value: '',
    placeholder: 'e.g. registry.corp.example or *.corp.example',
    validate: (text) => (names.includes(text) ? `${text} is in the list already` : placeProblem(text)),
    enter: (now, text) => edited(now, policyEdits.addUpstream(now.policy, { registry: text })),
  };
  return {
    title: 'Upstreams',
    question: 'Whose images are pulled through mirrors?',
    fields: [...toggles, other],
    ...(upstreams.length === 0 && { missing: 'choose at least one registry' }),
  };
}

/** One upstream: what holds for it beside its mirrors. */
export function upstreamPage(state: WizardState, index: number): PageView {
  const upstream = state.policy.model.upstreams[index];
  if (upstream === undefined) return { title: 'Upstream', question: 'This registry is gone.', fields: [] };
  const name = upstream.registry?.value ?? '?';
  const insecure = upstream.insecure?.value ?? false;
  return {
    title: name,
    question: `What holds for ${name} itself?`,
    fields: [
      {
        kind: 'text',
        id: 'location',
        label: 'redirected to',
        hint: 'the images are really there, and the registry itself is never asked',
        span: upstream.location?.span,
        value: upstream.location?.value ?? '',
        placeholder: 'not redirected',
        validate: (text) => (text === '' ? undefined : placeProblem(text)),
        enter: (now, text) =>
          edited(now, policyEdits.setUpstream(now.policy, index, 'location', text === '' ? undefined : text)),
      },
      {
        kind: 'toggle',
        id: 'insecure',
        label: `${name} is insecure`,
        hint: 'plain HTTP, or a certificate nobody checks; its mirrors have their own switch',
        span: upstream.insecure?.span,
        checked: insecure,
        toggle: (now) =>
          edited(now, policyEdits.setUpstream(now.policy, index, 'insecure', insecure ? undefined : true)),
      },
      {
        kind: 'choice',
        id: 'pull',
        label: 'its mirrors are used for',
        below: unsaid(state, 'pull'),
        span: upstream.pull?.span,
        value: upstream.pull?.value ?? 'all',
        options: [
          { value: 'all', label: 'tags and digests' },
          { value: 'digest', label: 'digests only' },
        ],
        choose: (now, value) =>
          edited(
            now,
            policyEdits.setUpstream(now.policy, index, 'pull', value === 'all' ? undefined : value),
          ),
      },
      {
        kind: 'action',
        id: 'remove',
        label: `remove ${name} and its mirrors`,
        act: (now) => ({
          ...edited(now, policyEdits.removeUpstream(now.policy, index)),
          page: { step: 'mirrors' },
          cursor: 0,
        }),
      },
    ],
  };
}
