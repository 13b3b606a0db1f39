import type { Finding, Span } from '@mirrorwright/core';
import type { Page, WizardState } from './state.ts';

/** One line of a page that can be acted on. The same fields are drawn by the screens and asked by the plain prompts. */
export type Field = ToggleField | ChoiceField | TextField | OpenField | ActionField | NoteField;

interface Common {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** A line below it: why the answer comes to nothing for some targets, or what comes of it. */
  readonly below?: string | undefined;
  /** Where the answer stands in the policy: findings there are shown beside the field. */
  readonly span?: Span | undefined;
  /** The finding that the line is about. */
  readonly finding?: Finding;
  /** The cursor can go here, but does not begin here. */
  readonly secondary?: true;
  /** The field that adds another one like this (key a). */
  readonly addWith?: string;
  /** The file that the line is about: its path, or what tells it from those of other targets. */
  readonly file?: string;
  /** Removes the thing, where that is possible (key d). */
  readonly remove?: (state: WizardState) => WizardState;
  /** Moves it among its siblings (keys J and K). */
  readonly move?: (state: WizardState, by: -1 | 1) => WizardState;
}

export interface ToggleField extends Common {
  readonly kind: 'toggle';
  readonly checked: boolean;
  readonly toggle: (state: WizardState) => WizardState;
}

export interface ChoiceField extends Common {
  readonly kind: 'choice';
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (state: WizardState, value: string) => WizardState;
}

export interface TextField extends Common {
  readonly kind: 'text';
  readonly value: string;
  readonly placeholder: string;
  /** Why the text cannot be taken, or undefined. */
  readonly validate: (text: string) => string | undefined;
  readonly enter: (state: WizardState, text: string) => WizardState;
}

/** Leads to another page. */
export interface OpenField extends Common {
  readonly kind: 'open';
  readonly page: Page;
}

export interface ActionField extends Common {
  readonly kind: 'action';
  readonly act: (state: WizardState) => WizardState;
}

/** Only to read; the cursor passes over it. */
export interface NoteField extends Common {
  readonly kind: 'note';
  readonly tone: Tone;
}

export type Tone = 'plain' | 'muted' | 'error' | 'warning' | 'info' | 'added' | 'removed';

/** A page as data. */
export interface PageView {
  readonly title: string;
  readonly question: string;
  /** What has to be answered before the next step. */
  readonly missing?: string;
  readonly fields: readonly Field[];
}

export function note(label: string, tone: NoteField['tone'] = 'muted'): NoteField {
  return { kind: 'note', id: `note ${label}`, label, tone };
}
