import { type ExportRequest, exportNode, exportRefusals, shownDigits } from '@mirrorwright/core';
import { loadNodeScript } from '@mirrorwright/io';
import {
  codeOfFailures,
  dangerOfReady,
  eachNode,
  failureText,
  type PushSettings,
  pooled,
  type ReadyNode,
  ready,
} from '@mirrorwright/io/push';
import { exitCodes } from '../cli/exit.ts';
import { type Invocation, listOption } from '../cli/spec.ts';
import type { Outside } from '../push/outside.ts';
import { dangerText, nodeText } from '../push/show.ts';
import { planSource } from '../push/source.ts';
import { numberOption, reloadOf } from '../push/wanted.ts';
import { withSnapshots } from './via.ts';

/**
 * A plan, from its file or made now, with each node looked at again and shown as by a push. A number is the exit code of
 * why nothing can leave.
 */
export async function exportSource(invocation: Invocation, world: Outside): Promise<ExportRequest | number> {
  const pool = pooled(withSnapshots(invocation, world));
  try {
    return await readExport(invocation, pool.world);
  } finally {
    await pool.end();
  }
}

async function readExport(invocation: Invocation, outside: Outside): Promise<ExportRequest | number> {
  const { args, options, streams } = invocation;
  const source = await planSource(args, options, streams, outside);
  if (typeof source === 'number') return source;
  if (source.plan.nodes.length === 0) {
    await streams.out('nothing to change\n');
    return exitCodes.ok;
  }
  const settings: PushSettings = {
    planId: source.id,
    // the same plan is exported as the same bytes
    pushId: `plan-${source.id.slice(0, shownDigits)}`,
    guardSeconds: 60,
    keep: 10,
    dryRun: false,
    receipts: [],
    reload: reloadOf(options),
    accept: listOption(options, 'accept'),
  };
  const readied = await eachNode(source.plan.nodes, numberOption(options, 'parallel', 1) ?? 8, (plan) =>
    ready(source.nodes.get(plan.machine.name)!, plan, settings, outside),
  );
  const failures = readied.flatMap((each) => ('failure' in each ? [each] : []));
  for (const { plan, failure } of failures) streams.err(failureText(plan.machine.name, failure));
  if (failures.length > 0) return codeOfFailures(failures.map(({ failure }) => failure.kind));
  const nodes = readied.filter((each): each is ReadyNode => 'prepared' in each);
  for (const { plan, prepared } of nodes) {
    const { impact, findings } = prepared.assessment;
    const notes = source.notes.get(plan.machine.name) ?? [];
    await streams.out(
      `${nodeText({ node: plan, changes: prepared.changes, impact, findings, losses: plan.losses, notes })}\n`,
    );
  }
  await streams.out(dangerText(source.plan, dangerOfReady(nodes), source.id));
  return exportRequest(source.id, nodes, invocation);
}

/** What leaves, unless a secret would leave with it. */
async function exportRequest(
  planId: string,
  ready: readonly ReadyNode[],
  { streams }: Invocation,
): Promise<ExportRequest | number> {
  const nodes = ready.map(({ node, plan, prepared }) =>
    exportNode({ ...node.address, groups: node.entry.groups, labels: node.entry.labels }, plan, prepared),
  );
  const refusals = exportRefusals(nodes);
  for (const { message, nextStep } of refusals)
    streams.err(`mirrorwright: ${message}\n  next: ${nextStep}\n`);
  if (refusals.length > 0) return exitCodes.findings;
  return { planId, nodes, script: await loadNodeScript() };
}
