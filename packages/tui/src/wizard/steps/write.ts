import { targetKinds } from '../cluster.ts';
import type { PageView } from '../fields.ts';
import type { WizardState } from '../state.ts';
import { folderProblem } from '../validate.ts';

/** How the answers and the files are delivered. */
export function writePage(state: WizardState): PageView {
  const request =
    (kind: 'save' | 'write' | 'print') =>
    (now: WizardState): WizardState => ({ ...now, request: { kind } });
  const left = state.excluded.length;
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
        validate: folderProblem,
        enter: (now, text) => ({ ...now, policyPath: text, savedText: null }),
      },
      {
        kind: 'action',
        id: 'write',
        label: `save the policy and write ${wrote(state)}`,
        hint: `existing files are backed up first${left === 0 ? '' : `; ${left} left out in Review`}`,
        act: request('write'),
      },
      { kind: 'action', id: 'save', label: 'save the policy only', act: request('save') },
      { kind: 'action', id: 'print', label: 'print the files and leave', act: request('print') },
    ],
  };
}

function wrote(state: WizardState): string {
  const { machines, clusters } = targetKinds(state);
  const resources = `the resources into ${state.resources}`;
  if (clusters.length === 0) return `the files below ${state.root}`;
  return machines ? `the files below ${state.root} and ${resources}` : resources;
}
