import { policyEdits } from '@mirrorwright/core';
import { type Field, note, type PageView } from '../fields.ts';
import { edited, type WizardState } from '../state.ts';
import { unsaid } from '../unsaid.ts';
import { aliasNameProblem, imageProblem } from '../validate.ts';
import { keySpanOf, listField, namedFields } from './lists.ts';

/** What happens where no mirror answers, and what short names stand for. */
export function scopePage(state: WizardState): PageView {
  const { upstreams, aliases } = state.policy.model;
  const fallbacks = upstreams.map(
    ({ registry, fallback }, index): Field => ({
      kind: 'choice',
      id: `fallback ${index}`,
      label: `when no mirror of ${registry?.value ?? '?'} has it`,
      span: fallback?.span,
      // once is enough
      below: index === 0 ? unsaid(state, 'fallback') : undefined,
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
  const names = namedFields(
    aliases.map(({ name, value }) => ({
      name: name.value,
      value: value.value,
      start: (value.keySpan ?? name.span).start,
      end: value.span.end,
    })),
    {
      id: 'alias',
      noun: 'alias',
      addLabel: '+ add an alias',
      example: 'web=quay.io/acme/web',
      hint: 'a short name and the repository it always stands for; empty takes an earlier alias away',
      span: keySpanOf(state, 'aliases'),
      below: unsaid(state, 'aliases'),
      validateName: aliasNameProblem,
      validateValue: imageProblem,
      set: (now, name, image) => edited(now, policyEdits.setAlias(now.policy, name, image)),
    },
  );
  return {
    title: 'Fallback & scope',
    question: 'What happens when the mirrors do not answer?',
    fields: [
      ...(fallbacks.length === 0 ? [note('no upstream is chosen yet')] : fallbacks),
      listField(state, 'search', {
        label: 'search registries',
        hint: 'where short names are looked for, in order',
      }),
      modeField(state),
      ...names,
    ],
  };
}

function modeField(state: WizardState): Field {
  const { shortNames } = state.policy.model;
  return {
    kind: 'choice',
    id: 'shortNames',
    label: 'short names such as nginx',
    span: shortNames?.span,
    below: unsaid(state, 'shortNames'),
    value: shortNames?.value ?? 'permissive',
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
}
