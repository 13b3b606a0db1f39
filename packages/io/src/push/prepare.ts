import {
  blocking,
  type NodeFailure,
  type NodePlan,
  type Prepared,
  preparePush,
  type Receipt,
  type ReloadChoice,
  type TestPull,
} from '@mirrorwright/core';
import { failureOf } from './failure.ts';
import { lookAt } from './look.ts';
import type { ChosenNode } from './nodes.ts';
import { settleUnknown } from './unknown.ts';
import type { NodeLink, PushWorld } from './world.ts';

/** What holds for all nodes of one push. */
export interface PushSettings {
  readonly planId: string;
  readonly pushId: string;
  readonly guardSeconds: number;
  readonly keep: number;
  readonly dryRun: boolean;
  /** Ours, as they were when the push was started. */
  readonly receipts: readonly Receipt[];
  readonly reload: ReloadChoice | undefined;
  readonly testPull?: TestPull | undefined;
  /** Codes and names of findings that are accepted. */
  readonly accept: readonly string[];
}

/** A node right before it is pushed to. */
export interface ReadyNode {
  readonly node: ChosenNode;
  readonly plan: NodePlan;
  readonly prepared: Prepared;
}

export type Readied =
  | ReadyNode
  | { readonly node: ChosenNode; readonly plan: NodePlan; readonly failure: NodeFailure };

/** Looks at a node again and makes its order; refusals are failures like any other. */
export async function ready(
  node: ChosenNode,
  plan: NodePlan,
  settings: PushSettings,
  world: PushWorld,
): Promise<Readied> {
  let session: NodeLink | undefined;
  try {
    session = await world.connect(node.address);
    await settleUnknown(node.entry.name, session, settings.receipts, world);
    const look = await lookAt(
      session,
      node.address,
      plan.destinations.map(({ path }) => path),
      // the readers that the files were planned for stand in the plan
      'known',
    );
    const { planId, pushId, guardSeconds, keep: keepBackups, dryRun, testPull } = settings;
    const prepared = preparePush({
      node: plan,
      planId,
      machine: node.address,
      facts: look.facts,
      survey: look.survey,
      ...(settings.reload !== undefined && { reload: settings.reload }),
      reloadDue: world.via === 'ansible' && wasLost(node.entry.name, settings.receipts),
      order: {
        pushId,
        leaseSeconds: guardSeconds,
        keepBackups,
        dryRun,
        ...(testPull !== undefined && { testPull }),
      },
    });
    const failure = refusalOf(prepared, settings.accept);
    if (failure !== undefined) return { node, plan, failure };
    return { node, plan, prepared };
  } catch (error) {
    return { node, plan, failure: failureOf(error) };
  } finally {
    await session?.close();
  }
}

/** Whether Ansible was the last to write to the node and was lost: with a guard, or a record on the node, it would be known. */
function wasLost(name: string, receipts: readonly Receipt[]): boolean {
  const wrote = receipts.flatMap(({ via, nodes }) =>
    nodes.flatMap(({ node, outcome }) =>
      node === name && ['committed', 'rolled-back', 'rolled-back-unhealthy', 'unknown'].includes(outcome)
        ? [{ via, outcome }]
        : [],
    ),
  );
  return wrote[0]?.via === 'ansible' && wrote[0].outcome === 'unknown';
}

function refusalOf({ refusals, assessment }: Prepared, accept: readonly string[]): NodeFailure | undefined {
  const errors = blocking(assessment.findings, accept);
  if (refusals.length > 0)
    return {
      kind:
        (['drift', 'read-only'] as const).find((each) => refusals.some(({ kind }) => kind === each)) ??
        'other',
      message: refusals.map(({ message }) => message).join('; '),
      nextStep: [...new Set(refusals.map(({ nextStep }) => nextStep))].join('; '),
    };
  if (errors.length === 0) return undefined;
  const lines = errors.map(({ code, path, line, message }) => `${code} ${path}:${line} ${message}`);
  return {
    kind: 'other',
    message: `errors block the push: ${lines.join('; ')}`,
    nextStep: `mend them, or accept them by name: ${[...new Set(errors.map(({ code }) => `--accept ${code}`))].join(' ')}`,
  };
}
