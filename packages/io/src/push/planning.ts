import {
  type Danger,
  dangerOf,
  type NodeFailure,
  type NodeFileState,
  type Plan,
  type PlannedNode,
  planIdOf,
  planNode,
  type ReloadChoice,
  type Survey,
  surveyOf,
  type Target,
  type Wanted,
} from '@mirrorwright/core';
import { failureOf } from './failure.ts';
import { lookAt } from './look.ts';
import type { ChosenNode } from './nodes.ts';
import type { PushWorld } from './world.ts';

/** A node that was looked at and planned for, or why it was not. */
export type Planned =
  | {
      readonly node: ChosenNode;
      readonly planned: PlannedNode;
      readonly unknown: readonly string[];
      readonly unsettled: string | undefined;
    }
  | { readonly node: ChosenNode; readonly failure: NodeFailure };

export interface PlanningOptions {
  readonly wanted: Wanted;
  /** Readers to plan for; undefined: those found on each node. */
  readonly targets: readonly Target[] | undefined;
  readonly allowPaths: readonly string[];
  readonly reload: ReloadChoice | undefined;
  readonly parallel: number;
}

/** Looks at nodes, some at a time, and plans each. Order is that of the nodes. */
async function planNodes(
  nodes: readonly ChosenNode[],
  options: PlanningOptions,
  world: PushWorld,
): Promise<readonly Planned[]> {
  return eachNode(nodes, options.parallel, async (node): Promise<Planned> => {
    try {
      return await planOne(node, options, world);
    } catch (error) {
      return { node, failure: failureOf(error) };
    }
  });
}

async function planOne(node: ChosenNode, options: PlanningOptions, world: PushWorld): Promise<Planned> {
  const session = await world.connect(node.address);
  try {
    const look = await lookAt(session, node.address, namedPaths(options.wanted));
    const plan = (survey: Survey): PlannedNode =>
      planNode({
        machine: node.address,
        facts: look.facts,
        survey,
        wanted: options.wanted,
        targets: options.targets ?? look.targets,
        allowPaths: options.allowPaths,
        ...(options.reload !== undefined && { reload: options.reload }),
      });
    const first = plan(look.survey);
    // where the names of files that a policy makes lead is known of those that are there; links of folders lead others away
    const unseen = first.changes.map(({ path }) => path).filter((path) => !look.survey.states.has(path));
    const seen = unseen.length === 0 ? [] : await session.read(unseen, []);
    const asThought = seen.every(({ kind, path, realPath }) => kind === 'missing' && path === realPath);
    const planned = asThought ? first : plan(withStates(look.survey, seen));
    return { node, planned, unknown: look.unknown, unsettled: look.facts.unsettledJournal };
  } finally {
    await session.close();
  }
}

function withStates({ states, user }: Survey, more: readonly NodeFileState[]): Survey {
  return surveyOf([...states.values(), ...more], user);
}

/** What became of all nodes that were to be planned for. */
export interface MadePlan {
  readonly all: readonly Planned[];
  /** Of the nodes that change. */
  readonly plan: Plan;
  readonly id: string;
  readonly danger: Danger;
  /** Why there is no plan to push: every chosen node must be planned. Empty: there is one. */
  readonly against: readonly { readonly node: string; readonly failure: Omit<NodeFailure, 'kind'> }[];
}

/** Looks at nodes and plans all of them. Nothing is written. */
export async function makePlan(
  nodes: readonly ChosenNode[],
  options: PlanningOptions,
  world: PushWorld,
): Promise<MadePlan> {
  const all = await planNodes(nodes, options, world);
  const planned = all.flatMap((each) => ('planned' in each ? [each.planned] : []));
  const plan = planOf(planned);
  const against = all.flatMap((each): MadePlan['against'] => {
    const node = each.node.entry.name;
    if ('failure' in each) return [{ node, failure: each.failure }];
    return each.planned.refusals.map((failure) => ({ node, failure }));
  });
  return { all, plan, id: planIdOf(plan), danger: dangerOfNodes(planned), against };
}

/** Maps nodes with at most `limit` under way; answers keep their order. */
export async function eachNode<N, R>(
  nodes: readonly N[],
  limit: number,
  run: (node: N) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(nodes.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < nodes.length) {
      const index = next++;
      results[index] = await run(nodes[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, nodes.length) }, worker));
  return results;
}

/** The plan of the nodes that change. */
function planOf(planned: readonly PlannedNode[]): Plan {
  const nodes = planned.map(({ node }) => node).filter(({ destinations }) => destinations.length > 0);
  return { version: 1, nodes };
}

/** The danger of a plan: that of the nodes that change. */
function dangerOfNodes(planned: readonly PlannedNode[]): Danger {
  const changing = planned.filter(({ node }) => node.destinations.length > 0);
  return dangerOf(changing.map(({ node, reasons }) => ({ name: node.machine.name, reasons })));
}

/** Paths that are named outright, so that they are read too. */
function namedPaths(wanted: Wanted): readonly string[] {
  return wanted.kind === 'files' ? wanted.files.map(({ path }) => path) : [];
}
