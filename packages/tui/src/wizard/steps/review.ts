import type { Generated } from '@mirrorwright/core';
import { countLines } from '../../cli/diff.ts';
import { effects } from '../../cli/node-files.ts';
import {
  folderOf,
  isCompared,
  type NodeChange,
  nodeChanges,
  resourceFiles,
  strangers,
  targetKinds,
} from '../cluster.ts';
import { derive, isForNode, obstacles } from '../derive.ts';
import { type Field, note, type PageView } from '../fields.ts';
import type { WizardState } from '../state.ts';
import { type WantedFile, wantedFiles } from '../wanted.ts';

/** The files of each target, with what changes; the diff of the one under the cursor stands beside them. */
export function reviewPage(state: WizardState): PageView {
  const { generated, findings } = derive(state);
  const wanted = wantedFiles(state);
  const groups = generated.flatMap((each) => targetFields(state, each, wanted));
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const losses = generated.reduce((sum, { losses: own }) => sum + own.length, 0);
  return {
    title: 'Review',
    question: targetKinds(state).machines
      ? `What changes below ${state.root}?`
      : 'What is written, and what do the nodes get of it?',
    fields: [
      ...groups,
      ...obstacles(state).map((line) => note(line, 'error')),
      note(`${count('error')} errors, ${count('warning')} warnings, ${losses} losses`),
    ],
  };
}

function targetFields(
  state: WizardState,
  generated: Generated,
  wanted: readonly WantedFile[],
): readonly Field[] {
  const { target, files, losses, notes } = generated;
  const own = isForNode(generated)
    ? new Set(files.map(({ path }) => path))
    : new Set(resourceFiles(state, generated).map(({ path }) => path));
  const heading = isForNode(generated) ? target : `${target}, into ${folderOf(state, target)}`;
  return [
    note(heading, 'plain'),
    ...wanted.filter(({ path }) => own.has(path)).map((file) => fileField(state, file, target)),
    ...losses.map(({ field, reason }) =>
      note(`  not expressible: ${field === '' ? '' : `${field}: `}${reason}`, 'warning'),
    ),
    ...notes.map(({ text }) => note(`  ${text}`)),
    ...(isForNode(generated) ? [note(`  ${effectOf(target)}`)] : clusterFields(state, generated)),
  ];
}

/** What has to happen on the node before a target works by the new files. */
function effectOf(target: string): string {
  return target.startsWith('cri-o')
    ? 'takes effect with: systemctl reload crio'
    : 'read anew at every pull: nothing to restart';
}

/** What becomes of resources once they are applied. */
function clusterFields(state: WizardState, generated: Generated): readonly Field[] {
  const others = strangers(state, generated).map((path) =>
    note(`  ${path} is not made of these answers: it stays, and is not among what is applied`, 'warning'),
  );
  const changes = nodeChanges(state, generated);
  if (generated.rendered?.error !== undefined) return others;
  const compared = isCompared(state, generated);
  const heading = compared
    ? '  once applied, file by file:'
    : '  nodes get (to see what that does to them, say in Targets what the cluster has):';
  if (changes.length === 0) return [...others, note('  nodes keep the files that they have')];
  return [...others, note(heading), ...changes.map((change) => nodeField(change, compared))];
}

/** A file of the nodes: the change to it is shown, and nothing is written. */
function nodeField({ id, path, before, after, impact }: NodeChange, compared: boolean): Field {
  const { added, removed } = countLines(path, before, after ?? '');
  const counts = before === after ? 'nothing changes' : `+${added} -${removed}`;
  const what = impact === undefined ? undefined : `${effects[impact.effect]}: ${impact.reason}`;
  return {
    kind: 'action',
    id,
    label: `${path}   ${compared ? counts : `${(after ?? '').trimEnd().split('\n').length} lines`}`,
    hint: what ?? 'a file of the nodes, which the operator writes',
    file: id,
    ...(what !== undefined && { below: what }),
    act: (now) => ({ ...now, overlay: 'preview', scroll: 0 }),
  };
}

function fileField(state: WizardState, file: WantedFile, target: string): Field {
  const { path, content, before, ownFolder, place } = file;
  const { added, removed } = countLines(path, before, content);
  const change = before === null ? 'new' : before === content ? 'unchanged' : 'edited';
  const mark = change === 'unchanged' ? '=' : change === 'new' ? '+' : '~';
  const counts = change === 'unchanged' ? 'nothing to change' : `${change} +${added} -${removed}`;
  return {
    kind: 'toggle',
    id: `${target} ${path}`,
    label: `${mark} ${ownFolder ? place.path : path}`,
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
