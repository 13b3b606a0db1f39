import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryNode } from '@mirrorwright/io/testing';
import type { Options } from '../cli/spec.ts';
import { runPlan } from '../commands/plan.ts';
import { type Stage, stage } from './push.ts';
import { folderWith, type RunResult } from './run.ts';

/** Where the files of the policy below go. */
export const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
export const main = '/etc/containers/registries.conf';

const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

export interface House {
  at(name: string): string;
  /** Options that name the nodes file. */
  readonly nodes: Options;
  /** Options that name the nodes file and the policy. */
  readonly options: Options;
}

/** A folder with a policy and a nodes file for these machines. */
export function house(nodes: readonly MemoryNode[], more: Readonly<Record<string, string>> = {}): House {
  const list = nodes.map(
    ({ name }) => `  - {name: ${name}, address: ${name}, become: sudo, groups: [all]}\n`,
  );
  const folder = folderWith({ 'policy.yaml': policy, 'nodes.yaml': `nodes:\n${list.join('')}`, ...more });
  const at = (name: string): string => join(folder, name);
  const only: Options = { nodes: at('nodes.yaml') };
  return { at, nodes: only, options: { ...only, policy: at('policy.yaml') } };
}

export interface PlannedHouse extends Omit<House, 'nodes'> {
  readonly only: Options;
  readonly world: Stage;
  readonly result: RunResult;
  /** Of the plan; empty where none was made. */
  readonly id: string;
  /** The plan file. */
  readonly plan: string;
}

/** A plan for these machines, made and written as by a user. */
export async function planned(nodes: readonly MemoryNode[], over: Options = {}): Promise<PlannedHouse> {
  const { at, options, nodes: only } = house(nodes);
  const world = stage(nodes);
  const result = await world.run(runPlan, [], { ...options, out: at('plan.json'), ...over });
  const text = existsSync(at('plan.json')) ? readFileSync(at('plan.json'), 'utf8') : '';
  const id = text === '' ? '' : (JSON.parse(text).id as string);
  return { at, options, only, world, result, id, plan: at('plan.json') };
}
