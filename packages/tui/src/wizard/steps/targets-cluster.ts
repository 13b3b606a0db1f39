import {
  convert,
  parseAnyTarget,
  parseRelease,
  parseSnapshot,
  policyEdits,
  readResources,
  sourceText,
  type Target,
} from '@mirrorwright/core';
import type { Field } from '../fields.ts';
import { edited, type WizardState, withText } from '../state.ts';
import { folderProblem, versionProblem } from '../validate.ts';

/** What a policy with releases of OpenShift among its targets is asked beside them. */
export function clusterFields({ resources, cluster, policy }: WizardState): readonly Field[] {
  const names = policy.model.targets.map(({ value }) => value);
  const release: Field = {
    kind: 'text',
    id: 'add release',
    label: '  + another release',
    hint: 'each gets a folder of its own',
    secondary: true,
    addWith: 'add release',
    value: '',
    placeholder: 'e.g. 4.16',
    validate: (text) =>
      names.includes(`openshift@${text}`)
        ? `${text} is in the list already`
        : versionProblem('openshift')(text),
    enter: (now, text) =>
      edited(now, policyEdits.addToSequence(now.policy, ['targets'], `openshift@${text}`)),
  };
  const folder: Field = {
    kind: 'text',
    id: 'resources',
    label: 'resources folder',
    hint: 'on this machine: where the resources to apply are written',
    value: resources,
    placeholder: 'cluster-resources',
    validate: folderProblem,
    enter: (now, text) => ({ ...now, resources: text, request: { kind: 'reread' } }),
  };
  const present: Field = {
    kind: 'text',
    id: 'cluster',
    label: 'the cluster as it is',
    hint: 'a file or folder with what "oc get image.config.openshift.io/cluster idms itms -o yaml" printed: tells what the change does to nodes',
    value: cluster ?? '',
    placeholder: 'not known',
    validate: () => undefined,
    enter: (now, text) => ({ ...now, cluster: text === '' ? null : text, request: { kind: 'reread' } }),
    ...(cluster !== null && {
      remove: (now: WizardState): WizardState => ({ ...now, cluster: null, present: null }),
    }),
  };
  return [release, folder, present];
}

/** The release that the cluster says it is, such as 4.16. */
export function presentRelease({ present }: Pick<WizardState, 'present'>): string | undefined {
  for (const { text } of present?.files ?? []) {
    const version = readResources(sourceText(text)).find(({ kind }) => kind === 'ClusterVersion');
    const release = version?.kind === 'ClusterVersion' ? version.desiredVersion?.value : undefined;
    if (release !== undefined && parseRelease(release) !== undefined)
      return release.split('.').slice(0, 2).join('.');
  }
  return undefined;
}

/** What the cluster has already, as answers to start from. Offered while nothing else was answered. */
export function takeClusterOver(state: WizardState): readonly Field[] {
  const { policy, present } = state;
  if (present === null || policy.model.upstreams.length > 0) return [];
  const parsed = parseAnyTarget(policy.model.targets[0]?.value ?? '');
  if (!parsed.ok || parsed.target.openshift === undefined) return [];
  const { target } = parsed;
  return [
    {
      kind: 'action',
      id: 'take over',
      label: 'start from what this cluster has',
      hint: 'reads its image configuration and mirrors into the answers',
      act: (now) => takenOver(now, target),
    },
  ];
}

function takenOver(state: WizardState, target: Target): WizardState {
  if (state.present === null) return state;
  const parsed = parseSnapshot(state.present);
  // what else lies in the folder is nobody's answer
  const documents = parsed.documents.filter(({ dialect }) => dialect === 'openshift');
  const { files, losses, problems } = convert(
    { ...parsed, documents, skipped: [] },
    { from: target, to: { kind: 'mirror-policy' } },
  );
  const [problem] = problems;
  if (problem !== undefined || files[0] === undefined)
    return { ...state, message: problem?.message ?? 'there is nothing to take over' };
  const lost = losses.length === 0 ? '' : `; not carried over: ${losses[0]!.reason}`;
  return { ...withText(state, files[0].content), message: `took over what the cluster has${lost}` };
}
