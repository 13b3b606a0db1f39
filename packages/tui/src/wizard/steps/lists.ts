import { policyEdits, type Span } from '@mirrorwright/core';
import type { Field } from '../fields.ts';
import { edited, type WizardState } from '../state.ts';
import { unsaid } from '../unsaid.ts';
import { placesProblem, splitList } from '../validate.ts';

type ListKey = 'insecure' | 'blocked' | 'allowed' | 'rejected' | 'search' | 'credentialHelpers';

export interface ListQuestion {
  readonly label: string;
  readonly hint: string;
  /** Default: registries and places in them. */
  readonly validate?: (text: string) => string | undefined;
}

/** A list of the policy as one line of text, with commas between its items. */
export function listField(state: WizardState, list: ListKey, question: ListQuestion): Field {
  const now = state.policy.model[list];
  return {
    kind: 'text',
    id: list,
    label: question.label,
    hint: question.hint,
    below: unsaid(state, list),
    span: now === undefined ? undefined : { start: now.keySpan.start, end: now.span.end },
    value: now?.items.map(({ value }) => value).join(', ') ?? '',
    placeholder: 'none',
    validate: question.validate ?? placesProblem,
    enter: (before, text) => {
      const entries = splitList(text);
      return edited(
        before,
        policyEdits.setList(before.policy, list, entries.length === 0 ? undefined : entries),
      );
    },
  };
}

/** Where a key of the policy stands, with all that it holds. */
export function keySpanOf({ policy }: Pick<WizardState, 'policy'>, key: string): Span | undefined {
  const { root } = policy.tree;
  return root.kind === 'table' ? root.entries.find((entry) => entry.key === key)?.span : undefined;
}

/** Names with a value each (aliases, certificate authorities): a line for every one, and one to add. */
export function namedFields(
  entries: readonly {
    readonly name: string;
    readonly value: string;
    readonly start: number;
    readonly end: number;
  }[],
  question: {
    readonly id: string;
    readonly noun: string;
    readonly addLabel: string;
    /** How a name and its value are written. */
    readonly example: string;
    readonly hint: string;
    /** Where all of them stand in the policy. */
    readonly span?: Span | undefined;
    readonly below?: string | undefined;
    readonly validateName: (name: string) => string | undefined;
    readonly validateValue: (value: string) => string | undefined;
    readonly set: (state: WizardState, name: string, value: string | undefined) => WizardState;
  },
): readonly Field[] {
  const { id, noun, addLabel, example, hint, validateName, validateValue, set } = question;
  const addWith = `add ${id}`;
  const fields = entries.map(
    ({ name, value, start, end }): Field => ({
      kind: 'text',
      id: `${id} ${name}`,
      label: `${noun} ${name}`,
      hint,
      span: { start, end },
      addWith,
      value,
      placeholder: 'empty',
      validate: validateValue,
      enter: (now, text) => set(now, name, text),
      remove: (now) => set(now, name, undefined),
    }),
  );
  const add: Field = {
    kind: 'text',
    id: addWith,
    label: addLabel,
    hint,
    span: question.span,
    below: question.below,
    value: '',
    placeholder: `e.g. ${example}`,
    validate: (text) => {
      const [name, value] = splitPair(text);
      if (value === undefined) return `write NAME=VALUE, such as ${example}`;
      if (entries.some((entry) => entry.name === name)) return `${name} is in the list already`;
      return validateName(name) ?? validateValue(value);
    },
    enter: (now, text) => {
      const [name, value] = splitPair(text);
      return set(now, name, value);
    },
  };
  return [...fields, add];
}

function splitPair(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
