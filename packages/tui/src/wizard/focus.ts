import type { Finding } from '@mirrorwright/core';
import { placeFindings } from './derive.ts';
import type { Field } from './fields.ts';
import type { WizardState } from './state.ts';
import { pageOf } from './steps/index.ts';

/** The field under the cursor. */
export function fieldAt(state: WizardState): Field | undefined {
  return pageOf(state).fields[state.cursor];
}

/** The findings that the line under the cursor is about or causes. */
export function findingsAt(state: WizardState): readonly Finding[] {
  const field = fieldAt(state);
  if (field === undefined) return [];
  if (field.finding !== undefined) return [field.finding];
  return placeFindings(state, pageOf(state).fields).beside.get(field) ?? [];
}

/** Why what is being typed cannot be taken, as far as it goes; undefined when it can, or nothing is typed. */
export function draftProblem(state: WizardState): string | undefined {
  const field = fieldAt(state);
  if (state.draft === null || state.draft === '' || field?.kind !== 'text') return undefined;
  const text = state.draft.trim();
  return text === field.value ? undefined : field.validate(text);
}
