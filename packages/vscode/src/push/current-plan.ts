import { type Change, type Danger, maskText, type NodePlan, type Plan, planIdOf } from '@mirrorwright/core';
import {
  type ChosenNode,
  dangerOfReady,
  type MadePlan,
  makePlan,
  type PushSettings,
  type PushWorld,
  type Readied,
} from '@mirrorwright/io/push';
import type { ShownChange } from './face.ts';

/** What the view of the plan shows of a node. */
export interface PlannedPart {
  readonly plan: NodePlan;
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** Why a node is in no plan. */
export interface NotPlanned {
  readonly node: string;
  readonly message: string;
  readonly nextStep: string;
}

/** The plan that a push of the editor is of. With anything in `against` it cannot be pushed. */
export interface CurrentPlan {
  readonly plan: Plan;
  readonly id: string;
  readonly danger: Danger;
  readonly nodes: ReadonlyMap<string, ChosenNode>;
  readonly parts: readonly PlannedPart[];
  readonly against: readonly NotPlanned[];
}

/** At most so many nodes at a time, and in a batch. */
export const parallel = 8;

/** Plans for nodes from a policy. Nothing is written on them. */
export async function planFor(
  nodes: readonly ChosenNode[],
  wanted: Parameters<typeof makePlan>[1]['wanted'],
  world: PushWorld,
): Promise<CurrentPlan> {
  const options = { wanted, targets: undefined, allowPaths: [], reload: undefined, parallel };
  return fromMade(nodes, await makePlan(nodes, options, world));
}

function fromMade(nodes: readonly ChosenNode[], { all, plan, id, danger, against }: MadePlan): CurrentPlan {
  const parts = all.flatMap((each): PlannedPart[] => {
    if ('failure' in each || each.planned.node.destinations.length === 0) return [];
    const { node, changes, notes } = each.planned;
    return [{ plan: node, changes, notes: [...notes, ...each.unknown.map((text) => `not judged: ${text}`)] }];
  });
  return {
    plan,
    id,
    danger,
    nodes: new Map(nodes.map((node) => [node.entry.name, node])),
    parts,
    against: against.map(({ node, failure: { message, nextStep } }) => ({ node, message, nextStep })),
  };
}

/** A plan whose nodes were looked at again: what is shown is what would be pushed now. */
export function fromReadied(
  plan: Plan,
  nodes: ReadonlyMap<string, ChosenNode>,
  readied: readonly Readied[],
  notes: (node: string) => readonly string[] = () => [],
): CurrentPlan {
  const prepared = readied.flatMap((each) => ('prepared' in each ? [each] : []));
  return {
    plan,
    id: planIdOf(plan),
    danger: dangerOfReady(prepared),
    nodes,
    parts: prepared.map((each) => ({
      plan: {
        ...each.plan,
        findings: each.prepared.assessment.findings,
        impact: each.prepared.assessment.impact,
      },
      changes: each.prepared.changes,
      notes: notes(each.plan.machine.name),
    })),
    against: readied.flatMap((each) =>
      'failure' in each
        ? [
            {
              node: each.plan.machine.name,
              message: each.failure.message,
              nextStep: each.failure.nextStep,
            },
          ]
        : [],
    ),
  };
}

/** Files of a plan that change, masked: no secret is shown, not even in lines that stay. */
export function shownChanges(parts: readonly PlannedPart[]): readonly ShownChange[] {
  return parts.flatMap(({ plan, changes }) =>
    changes
      .filter(({ before, after }) => before !== after)
      .map(({ path, before, after }) => ({
        node: plan.machine.name,
        path,
        before: before === null ? null : maskText(path, before),
        after: maskText(path, after),
      })),
  );
}

/** What holds for every push from the editor; the command line has options for it. */
export function settingsFor(
  { id }: Pick<CurrentPlan, 'id'>,
  pushId: string,
  receipts: PushSettings['receipts'],
): PushSettings {
  return {
    planId: id,
    pushId,
    guardSeconds: 60,
    keep: 10,
    dryRun: false,
    receipts,
    reload: undefined,
    accept: [],
  };
}
