import type { GeneratedFile } from '@mirrorwright/core';
import { countLines } from '../../cli/diff.ts';
import { derive, obstacles } from '../derive.ts';
import { type Field, note, type PageView } from '../fields.ts';
import type { WizardState } from '../state.ts';

/** The files of each target, with what changes; the diff of the one under the cursor stands beside them. */
export function reviewPage(state: WizardState): PageView {
  const { generated, findings } = derive(state);
  const groups = generated.flatMap(({ target, files, losses, notes }): Field[] => [
    note(target, 'plain'),
    ...files.map((file) => fileField(state, file, target)),
    ...losses.map(({ field, reason }) =>
      note(`  not expressible: ${field === '' ? '' : `${field}: `}${reason}`, 'warning'),
    ),
    ...notes.map(({ text }) => note(`  ${text}`)),
    note(`  ${effectOf(target)}`),
  ]);
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const losses = generated.reduce((sum, { losses: own }) => sum + own.length, 0);
  return {
    title: 'Review',
    question: `What changes below ${state.root}?`,
    fields: [
      ...groups,
      ...obstacles(state).map((line) => note(line, 'error')),
      note(`${count('error')} errors, ${count('warning')} warnings, ${losses} losses`),
    ],
  };
}

/** What has to happen on the node before a target works by the new files. */
function effectOf(target: string): string {
  return target.startsWith('cri-o')
    ? 'takes effect with: systemctl reload crio'
    : 'read anew at every pull: nothing to restart';
}

function fileField(state: WizardState, file: GeneratedFile, target: string): Field {
  const { path, content, change } = file;
  const before = existingText(state, path);
  const { added, removed } = countLines(path, before, content);
  const mark = change === 'unchanged' ? '=' : change === 'new' ? '+' : '~';
  const counts = change === 'unchanged' ? 'nothing to change' : `${change} +${added} -${removed}`;
  return {
    kind: 'toggle',
    id: `${target} ${path}`,
    label: `${mark} ${path}`,
    hint: counts,
    file: path,
    checked: change !== 'unchanged' && !state.excluded.includes(path),
    toggle: (now) => ({
      ...now,
      excluded: now.excluded.includes(path)
        ? now.excluded.filter((other) => other !== path)
        : [...now.excluded, path],
    }),
  };
}

/** The text a node has at an absolute path, or null. */
export function existingText({ existing }: Pick<WizardState, 'existing'>, path: string): string | null {
  return existing.files.find((file) => `/${file.path}` === path)?.text ?? null;
}
