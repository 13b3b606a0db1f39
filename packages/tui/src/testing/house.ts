import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '../cli/spec.ts';
import { runPlan } from '../commands/plan.ts';
import type { MemoryNode } from './memory-node.ts';
import { stage } from './push.ts';
import { folderWith } from './run.ts';

/** Where the files of the policy below go. */
export const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
export const main = '/etc/containers/registries.conf';

const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

/** A folder with a policy and a nodes file for these machines; the options that name them. */
export function house(nodes: readonly MemoryNode[], more: Readonly<Record<string, string>> = {}) {
  const list = nodes.map(
    ({ name }) => `  - {name: ${name}, address: ${name}, become: sudo, groups: [all]}\n`,
  );
  const folder = folderWith({ 'policy.yaml': policy, 'nodes.yaml': `nodes:\n${list.join('')}`, ...more });
  const at = (name: string): string => join(folder, name);
  return {
    at,
    nodes: { nodes: at('nodes.yaml') },
    options: { nodes: at('nodes.yaml'), policy: at('policy.yaml') },
  };
}

async function planned(
  nodes: readonly MemoryNode[],
  over: Parameters<ReturnType<typeof stage>['run']>[2] = {},
) {
  const { at, options, nodes: only } = house(nodes);
  const world = stage(nodes);
  const result = await world.run(runPlan, [], { ...options, out: at('plan.json'), ...over });
  const text = existsSync(at('plan.json')) ? readFileSync(at('plan.json'), 'utf8') : '';
  const id = text === '' ? '' : (JSON.parse(text).id as string);
  return { at, options, only, world, result, id, plan: at('plan.json') };
}
