import { policyEdits } from '@mirrorwright/core';
import type { Field, PageView } from '../fields.ts';
import { edited, type WizardState } from '../state.ts';
import { anything, nameProblem, pathProblem } from '../validate.ts';
import { keySpanOf, listField, namedFields } from './lists.ts';
import { insecureToggle } from './mirrors.ts';

/** Who may be asked, over what, and with whose certificate and password. */
export function trustPage(state: WizardState): PageView {
  const { upstreams, cas } = state.policy.model;
  const mirrors = upstreams.flatMap(({ registry, mirrors: own }, upstream) =>
    own.map((mirror, index): Field => {
      const label = `${mirror.location?.value ?? '?'} is insecure`;
      const toggle = insecureToggle(mirror, upstream, index, label);
      return { ...toggle, hint: `mirror of ${registry?.value ?? '?'}; ${toggle.hint}` };
    }),
  );
  const authorities = namedFields(
    cas.map(({ name, path }) => ({
      name: name.value,
      value: path.value,
      start: (path.keySpan ?? name.span).start,
      end: path.span.end,
    })),
    {
      id: 'ca',
      noun: 'CA',
      addLabel: '+ name a certificate authority',
      example: 'corp-root=/etc/pki/corp-root.pem',
      hint: 'a PEM file on the node that mirrors can refer to by this name',
      span: keySpanOf(state, 'cas'),
      validateName: nameProblem,
      validateValue: pathProblem,
      set: (now, name, path) => edited(now, policyEdits.setCa(now.policy, name, path)),
    },
  );
  return {
    title: 'Trust',
    question: 'Whom do these nodes trust?',
    fields: [
      ...mirrors,
      listField(state, 'allowed', {
        label: 'allowed registries',
        hint: 'empty: everything is allowed; else the signature policy rejects the rest',
      }),
      listField(state, 'insecure', { label: 'insecure registries', hint: 'beside the mirrors' }),
      listField(state, 'blocked', { label: 'blocked registries', hint: 'refused whatever asks' }),
      listField(state, 'rejected', {
        label: 'rejected registries',
        hint: 'refused by the signature policy, also below allowed ones',
      }),
      ...authorities,
      listField(state, 'credentialHelpers', {
        label: 'credential helpers',
        hint: 'asked in order for passwords; containers-auth.json stands for the auth files',
        validate: anything,
      }),
    ],
  };
}
