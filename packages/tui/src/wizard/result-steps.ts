import { unifiedDiff } from '../cli/diff.ts';
import { type Field, type NoteField, note, type PageView } from './fields.ts';
import { derive, stepOf, type WizardState } from './state.ts';
import { pathProblem } from './validate.ts';

/** Findings, each leading to the step whose answer causes it. */
export function checksPage(state: WizardState): PageView {
  const { findings, generated } = derive(state);
  const fields = findings.map(
    (finding, index): Field => ({
      kind: 'open',
      id: `finding ${index}`,
      label: `${finding.severity} ${finding.code} ${finding.message}`,
      hint: finding.advice ?? finding.why,
      page: { step: stepOf(finding, state) },
    }),
  );
  const problems = generated.flatMap(({ problems: all }) => all.map(({ message }) => note(message, 'error')));
  const nothing =
    fields.length + problems.length === 0 ? [note('nothing to say: all rules are content', 'info')] : [];
  return {
    title: 'Checks',
    question: 'What would go wrong? Enter leads to the answer that causes it.',
    fields: [...problems, ...fields, ...nothing],
  };
}

/** The change to every file, line by line. */
export function reviewPage(state: WizardState): PageView {
  const texts = new Map(state.existing.files.map(({ path, text }) => [`/${path}`, text]));
  const fields = derive(state).generated.flatMap(({ target, files, losses, notes }): NoteField[] => [
    note(target, 'plain'),
    ...files.flatMap(({ path, content, change }) =>
      change === 'unchanged'
        ? [note(`${path}: nothing to change`)]
        : unifiedDiff(path, texts.get(path) ?? null, content)
            .trimEnd()
            .split('\n')
            .map(diffLine),
    ),
    ...losses.map(({ field, reason }) =>
      note(`not expressible: ${field === '' ? '' : `${field}: `}${reason}`, 'warning'),
    ),
    ...notes.map(({ text }) => note(text)),
  ]);
  return { title: 'Review', question: `What changes below ${state.root}?`, fields };
}

function diffLine(line: string): NoteField {
  const tone = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'muted';
  return note(line, tone);
}

export function writePage(state: WizardState): PageView {
  const request =
    (kind: 'save' | 'write' | 'print') =>
    (now: WizardState): WizardState => ({ ...now, request: kind });
  return {
    title: 'Write',
    question: 'How should it be delivered?',
    fields: [
      {
        kind: 'text',
        id: 'policyPath',
        label: 'policy file',
        hint: 'your answers, to be kept and edited',
        value: state.policyPath,
        placeholder: 'mirror-policy.yaml',
        validate: pathProblem,
        enter: (now, text) => ({ ...now, policyPath: text }),
      },
      {
        kind: 'action',
        id: 'write',
        label: `save the policy and write the files below ${state.root}`,
        hint: 'existing files are backed up first',
        act: request('write'),
      },
      { kind: 'action', id: 'save', label: 'save the policy only', act: request('save') },
      { kind: 'action', id: 'print', label: 'print the files and leave', act: request('print') },
    ],
  };
}
