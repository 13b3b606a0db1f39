import { quote } from '../cli/words.ts';
import { folderOf, resourceFiles, strangers, targetKinds } from './cluster.ts';
import { derive, isForNode } from './derive.ts';
import { sampleImage } from './explain.ts';
import type { WizardState } from './state.ts';

/** The same from the command line, for the closing card: one a line. */
export function equivalentCommands(state: WizardState): readonly string[] {
  const { policyPath, root, into, policy } = state;
  const { machines, clusters } = targetKinds(state);
  const of = clusters.flatMap((target) => clusterCommands(state, target));
  if (!machines) return [...of, repeat(state, '')];
  const file = into === null ? '' : ` --into ${quote(into)}`;
  const target = policy.model.targets.find(({ value }) => !value.startsWith('openshift'))?.value;
  const forTarget = target === undefined ? '' : ` --target ${quote(target)}`;
  // the change to a folder is that of one kind of nodes
  const only = clusters.length === 0 ? '' : forTarget;
  return [
    ...of,
    `see      mirrorwright preview ${quote(policyPath)} --diff --root ${quote(root)}${file}${only}`,
    repeat(state, ` --root ${quote(root)}${file}`),
    `check    mirrorwright lint --root ${quote(root)}${forTarget}`,
    `explain  mirrorwright explain ${quote(sampleImage(policy.model))} --root ${quote(root)}${forTarget}`,
  ];
}

function repeat(state: WizardState, node: string): string {
  const { resources, cluster } = state;
  const own = targetKinds(state).clusters.length === 0 ? '' : ` --resources ${quote(resources)}`;
  const present = own === '' || cluster === null ? '' : ` --before ${quote(cluster)}`;
  return `repeat   mirrorwright init --answers ${quote(state.policyPath)} --no-input${node}${own}${present} --yes`;
}

function clusterCommands(state: WizardState, target: string): readonly string[] {
  const { policyPath, policy, root, cluster } = state;
  const generated = derive(state).generated.find((each) => each.target === target);
  if (generated === undefined || isForNode(generated)) return [];
  const folder = quote(folderOf(state, target));
  const given = cluster === null ? '' : `${quote(cluster)} `;
  const before = cluster === null ? '' : ` --before ${quote(cluster)}`;
  const release = `--target ${quote(target)}`;
  const node = before !== '' || root === '/' || targetKinds(state).machines;
  const change = node ? before : ` --diff --root ${quote(root)}`;
  return [
    ...applyCommands(state, target),
    `preview  mirrorwright preview ${quote(policyPath)}${change} ${release}`,
    `check    mirrorwright lint ${folder} ${release}`,
    `explain  mirrorwright explain ${quote(sampleImage(policy.model))} ${given}${folder} ${release}`,
  ];
}

/** What brings the resources into the cluster; only what was made of the answers. */
export function applyCommands(state: WizardState, target: string): readonly string[] {
  const generated = derive(state).generated.find((each) => each.target === target);
  if (generated === undefined) return [];
  const files = resourceFiles(state, generated).map(({ path }) => path);
  const written = files.filter((path) => !state.excluded.includes(path));
  if (written.length === 0) return [];
  const whole = written.length === files.length && strangers(state, generated).length === 0;
  const names = whole ? [folderOf(state, target)] : written;
  const trust = generated.notes.flatMap(({ text }) => /(oc create configmap .*)$/.exec(text)?.[1] ?? []);
  return [
    ...trust.map((command) => `first    ${command}`),
    `apply    oc apply ${names.map((name) => `-f ${quote(name)}`).join(' ')}`,
  ];
}
