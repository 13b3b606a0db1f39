import type { Finding } from '@mirrorwright/core';
import { derive, obstacles, stepOf } from '../derive.ts';
import { type Field, note, type PageView } from '../fields.ts';
import type { WizardState } from '../state.ts';

/** All findings, each leading to the step whose answer causes it. */
export function checksPage(state: WizardState): PageView {
  const fields = derive(state).findings.map(
    (finding, index): Field => ({
      kind: 'open',
      id: `finding ${index}`,
      label: `${finding.severity} ${finding.code} ${finding.message}`,
      hint: hintOf(finding),
      finding,
      page: { step: stepOf(finding, state) },
    }),
  );
  const problems = obstacles(state).map((line) => note(line, 'error'));
  const nothing =
    fields.length + problems.length === 0 ? [note('nothing to say: all rules are content', 'info')] : [];
  return {
    title: 'Checks',
    question: 'What would go wrong? Enter leads to the answer that causes it.',
    fields: [...problems, ...fields, ...nothing],
  };
}

/** What to do about a finding: its fix and the key that applies it, else its advice. */
export function hintOf({ fixes, advice, why }: Finding): string {
  const offered = fixes.filter(({ edits }) => edits.length > 0);
  const safe = offered.find(({ safety }) => safety === 'safe');
  if (safe !== undefined) return `f: ${safe.title}`;
  return offered[0] === undefined ? (advice ?? why) : `F: ${offered[0].title}`;
}

/** The line below a field, unless a finding says the same of the answer that was given. */
export function asideOf({ below }: Field, found: readonly Finding[]): readonly string[] {
  return below === undefined || found.some(({ code }) => code === 'MW706') ? [] : [below];
}
