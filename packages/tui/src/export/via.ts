import type { Danger, NodeAddress } from '@mirrorwright/core';
import { usageError } from '../cli/exit.ts';
import { type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import { sameOptions } from '../cli/words.ts';
import type { Outside } from '../push/outside.ts';

/** The world of a push: as it is, or with --via one in which another program carries out the orders. */
export async function viaOthers(invocation: Invocation, world: Outside): Promise<Outside> {
  const via = stringOption(invocation.options, 'via');
  const root = stringOption(invocation.options, 'root');
  if (via === undefined && root !== undefined)
    throw usageError('nothing can be pushed to a folder: use --root with --via, with plan, or with bundle');
  if (via === undefined) return world;
  const idle = ['keep', ...(via === 'ansible' ? ['guard'] : [])].find(
    (name) => stringOption(invocation.options, name) !== undefined,
  );
  if (idle !== undefined) throw usageError(`--${idle} means nothing with --via ${via}; leave it out`);
  return (await import('./carrier.ts')).carriedBy(via, invocation, withSnapshots(invocation, world));
}

/** The world in which nodes are folders below --root, where that is given. */
export function withSnapshots({ options }: Invocation, outside: Outside): Outside {
  const root = stringOption(options, 'root');
  if (root === undefined) return outside;
  const connect = async (address: NodeAddress): ReturnType<Outside['connect']> =>
    (await import('./snapshot-link.ts')).openSnapshot(root, address);
  return { ...outside, connect };
}

/** Whether a push goes to the operator of a cluster, which makes the files of its nodes itself. */
export function isForCluster({ options }: Invocation): boolean {
  const targets = listOption(options, 'target');
  return (
    stringOption(options, 'via') === 'kubectl' && targets.some((target) => target.startsWith('openshift@'))
  );
}

/** Privileged pods are never an everyday matter. */
export function dangerVia(danger: Danger, options: Options): Danger {
  if (stringOption(options, 'via') !== 'kubectl') return danger;
  return {
    severity: 'severe',
    reasons: ['privileged pods enter the hosts, in the current context of kubectl', ...danger.reasons],
  };
}

/** How the playbook takes back what it brought. */
export const undoByAnsible =
  'mirrorwright plan PLAN --export ansible --out DIR && ansible-playbook -i DIR/inventory.yaml DIR/rollback.yaml';

/** How a push is taken back. */
export function undoWords(planId: string, options: Options): string {
  return stringOption(options, 'via') === 'ansible'
    ? undoByAnsible
    : `mirrorwright rollback ${planId.slice(0, 12)}${sameOptions(options, ['nodes'])}`;
}
