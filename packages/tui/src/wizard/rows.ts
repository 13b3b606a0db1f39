import { type Finding, neutralize } from '@mirrorwright/core';
import { cut, type Marks, truncateMiddle, wrapped } from '../theme.ts';
import { placeFindings } from './derive.ts';
import type { Field, PageView, Tone } from './fields.ts';
import { draftProblem } from './focus.ts';
import type { WizardState } from './state.ts';
import { asideOf, hintOf } from './steps/checks.ts';

/** A line of the middle of the screen. */
export interface Row {
  readonly text: string;
  readonly tone: Tone | 'field' | 'here';
  /** Index of the field that the line belongs to; -1 for lines that belong to none. */
  readonly field: number;
}

/** The fields of a page as lines of at most `width` characters, findings below the answers that cause them. */
export function pageRows(state: WizardState, view: PageView, marks: Marks, width: number): readonly Row[] {
  const { beside, rest } = placeFindings(state, view.fields);
  const rows = view.fields.flatMap((field, index): Row[] => {
    const here = index === state.cursor;
    const found = beside.get(field) ?? [];
    return [
      ...fieldRows(field, { index, here, draft: here ? state.draft : null, marks, width }),
      ...asideOf(field, found).flatMap((text) => asideRows(text, index, width, marks)),
      ...found.flatMap((finding) => findingRows(finding, index, here, width, marks)),
      ...(here ? draftRows(state, index, width) : []),
    ];
  });
  return [...rows, ...rest.flatMap((finding) => findingRows(finding, -1, false, width, marks))];
}

interface Shown {
  readonly index: number;
  readonly here: boolean;
  readonly draft: string | null;
  readonly marks: Marks;
  readonly width: number;
}

function fieldRows(field: Field, { index, here, draft, marks, width }: Shown): readonly Row[] {
  const cursor = here ? marks.cursor : ' ';
  if (field.kind === 'toggle' && field.file !== undefined) {
    const [before, after] = [`${cursor} ${field.checked ? marks.on : marks.off} `, `   ${field.hint ?? ''}`];
    const label = truncateMiddle(field.label, width - before.length - after.length, marks.ellipsis);
    return [{ text: before + label + after, tone: here ? 'here' : 'field', field: index }];
  }
  const text = `${cursor} ${lineOf(field, draft, marks)}`;
  if (field.kind !== 'note') {
    const tone = here ? 'here' : 'field';
    if (draft !== null) return [{ text: endOf(text, field.label, width, marks), tone, field: index }];
    const lines = here ? wrapped(text, width, 4) : [cut(text, width, marks)];
    return lines.map((line) => ({ text: line, tone, field: index }));
  }
  const whole = field.tone === 'error' || field.tone === 'warning';
  const lines = whole ? wrapped(text, width, 4) : [cut(text, width, marks)];
  return lines.map((line) => ({ text: line, tone: field.tone, field: index }));
}

function asideRows(text: string, field: number, width: number, { info }: Marks): readonly Row[] {
  return wrapped(`    ${info} ${neutralize(text)}`, width, 6).map((line) => ({
    text: line,
    tone: 'muted',
    field,
  }));
}

function findingRows(
  finding: Finding,
  field: number,
  here: boolean,
  width: number,
  marks: Marks,
): readonly Row[] {
  const { severity, code, message } = finding;
  const tone = severity === 'info' ? 'muted' : severity;
  const mark = marks[severity];
  const lines = wrapped(`    ${mark} ${code} ${neutralize(message)}`, width, 6);
  const advice = here ? wrapped(`      ${neutralize(hintOf(finding))}`, width, 6) : [];
  return [
    ...lines.map((text): Row => ({ text, tone, field })),
    ...advice.map((text): Row => ({ text, tone: 'muted', field })),
  ];
}

function draftRows(state: WizardState, field: number, width: number): readonly Row[] {
  const problem = draftProblem(state);
  if (problem === undefined) return [];
  return wrapped(`    ${problem}`, width, 4).map((text) => ({ text, tone: 'warning', field }));
}

/** The window of rows around the field under the cursor, and how many are above and below it. */
export function windowOf(
  rows: readonly Row[],
  cursor: number,
  height: number,
): { readonly rows: readonly Row[]; readonly above: number; readonly below: number } {
  const at = Math.max(
    0,
    rows.findIndex(({ field }) => field === cursor),
  );
  const above = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const shown = rows.slice(above, above + height);
  return { rows: shown, above, below: rows.length - above - shown.length };
}

/** A field as one line of text. */
export function lineOf(field: Field, draft: string | null, marks: Marks): string {
  const label = neutralize(field.label);
  const hint = field.hint === undefined ? '' : `   ${neutralize(field.hint)}`;
  switch (field.kind) {
    case 'toggle':
      return `${field.checked ? marks.on : marks.off} ${label}${hint}`;
    case 'choice':
      return `${label}: ${field.options.find(({ value }) => value === field.value)?.label ?? field.value}`;
    case 'text':
      if (draft !== null) return `${label}: ${draft}_`;
      return `${label}: ${field.value === '' ? `(${field.placeholder})` : neutralize(field.value)}`;
    case 'open':
      return field.finding === undefined ? `${label}${hint}` : label;
    case 'action':
      return `${marks.here} ${label}`;
    case 'note':
      return label;
  }
}

/** While something is typed its end is what has to be seen. */
function endOf(text: string, label: string, width: number, { ellipsis }: Marks): string {
  if (text.length <= width) return text;
  const head = `${text.slice(0, Math.min(label.length + 4, Math.floor(width / 2)))}${ellipsis}`;
  return head + text.slice(text.length - (width - head.length));
}
