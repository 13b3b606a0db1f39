import { neutralize, readPlan, receiptsOf, shownDigits } from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import {
  type ChosenNode,
  codeOf,
  codeOfFailures,
  failureText,
  lookAtUndo,
  masked,
  plansKept,
  pooled,
  pushedTo,
  shownId,
  type UndoPlan,
  undoAll,
  undoDanger,
  undoneNodes,
  undoQuestion,
} from '@mirrorwright/io/push';
import { unifiedDiff } from '../cli/diff.ts';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { undoByAnsible } from '../export/via.ts';
import { allNodes, chosenNodes } from '../push/choose.ts';
import { confirm } from '../push/confirm.ts';
import { type Outside, realOutside } from '../push/outside.ts';
import { underway } from '../push/underway.ts';
import { jsonlView, type PushView, textView } from '../push/view.ts';
import { numberOption, secondsOption } from '../push/wanted.ts';

/** `mirrorwright rollback`. */
export function run(invocation: Invocation): Promise<number> {
  return runRollback(invocation, realOutside(invocation.options));
}

/** Restores the state before the newest committed push of a plan, node by node. */
export async function runRollback(invocation: Invocation, outside: Outside): Promise<number> {
  const pool = pooled(outside);
  try {
    return await lookAndUndo(invocation, pool.world);
  } finally {
    await pool.end();
  }
}

interface Around {
  readonly options: Options;
  readonly streams: Streams;
  readonly outside: Outside;
}

async function lookAndUndo({ args, options, streams }: Invocation, outside: Outside): Promise<number> {
  const leaseSeconds = secondsOption(options, 'guard', 60);
  const places = await placesOf(args[0] ?? '', { options, streams, outside });
  if (typeof places === 'number') return places;
  if (typeof places === 'string') {
    streams.err(neutralize(`mirrorwright: ${places}\n`));
    return exitCodes.findings;
  }
  const { planId } = places;
  const around = { options, streams, outside };
  const undos = await lookedAt(places, around);
  if (typeof undos === 'number') return undos;
  const overwrite = flagOption(options, 'overwrite');
  if (!overwrite && tellChanged(undos, streams)) return exitCodes.findings;
  const danger = undoDanger(undos);
  for (const reason of danger.reasons) streams.err(`severe: ${neutralize(reason)}\n`);
  const names = undos.map(({ node }) => node.entry.name);
  const confirmed = await confirm(planId, danger, undoQuestion(names, planId), options, outside);
  if (confirmed.ok) return undoAndTell(undos, { planId, overwrite, leaseSeconds }, around);
  streams.err(confirmed.text);
  return confirmed.code;
}

/** What there is to take back on each node, shown; an exit code where a node could not be looked at, or where there is nothing. */
async function lookedAt(
  { nodes, planId }: Places,
  { options, streams, outside }: Around,
): Promise<readonly UndoPlan[] | number> {
  const looked = await lookAtUndo(nodes, planId, parallelOf(options), outside);
  const failures = looked.flatMap((each) => ('failure' in each ? [each] : []));
  for (const { node, failure } of failures) streams.err(failureText(node.entry.name, failure));
  if (failures.length > 0) return codeOfFailures(failures.map(({ failure }) => failure.kind));
  const undos = looked.flatMap((each) => ('changes' in each ? [each] : []));
  for (const undo of undos) streams.err(undoText(undo));
  if (undos.length > 0) return undos;
  streams.err(`mirrorwright: no node has a committed push of plan ${shownId(planId)} to take back\n`);
  const receipts = receiptsOf(await outside.receipts.list(), planId);
  if (receipts.some(({ via }) => via === 'ansible'))
    streams.err(`it was pushed by Ansible, whose backups its own playbook reads: ${undoByAnsible}\n`);
  return exitCodes.findings;
}

/** Names the files that somebody changed since the push; whether there are any. */
function tellChanged(undos: readonly UndoPlan[], streams: Streams): boolean {
  const changed = undos.filter(({ overwritten }) => overwritten.length > 0);
  for (const { node, overwritten } of changed)
    streams.err(neutralize(`${node.entry.name}: ${overwritten.join(', ')} was changed since the push\n`));
  if (changed.length > 0)
    streams.err(
      'nothing was written; --overwrite restores the files all the same and backs up what is there\n',
    );
  return changed.length > 0;
}

function undoText({ node, changes, removed }: UndoPlan): string {
  const diffs = changes.map((change) => {
    const { path, before, after } = masked(change);
    if (removed.includes(path)) return neutralize(`${path} goes: there was none before\n`);
    return neutralize(unifiedDiff(path, before, after));
  });
  return `== ${node.entry.name}\n${diffs.join('')}\n`;
}

interface Undo {
  readonly planId: string;
  readonly overwrite: boolean;
  readonly leaseSeconds: number;
}

async function undoAndTell(
  undos: readonly UndoPlan[],
  undo: Undo,
  { options, streams, outside }: Around,
): Promise<number> {
  const view: PushView =
    stringOption(options, 'format') === 'jsonl'
      ? jsonlView(streams, outside.now)
      : textView(streams, { quiet: flagOption(options, 'quiet'), live: false });
  const pushId = outside.pushId();
  const wanted = { undo: { ...undo, pushId }, parallel: parallelOf(options), progress: view };
  const { receipt, cancelled } = await underway(
    { planId: undo.planId, pushId, kind: 'rollback', nodes: undoneNodes(undos), dryRun: false },
    { view, streams, outside },
    (given) => undoAll(undos, { ...given, ...wanted }, outside),
  );
  return codeOf(receipt, { cancelled });
}

function parallelOf(options: Options): number {
  return numberOption(options, 'parallel', 1) ?? 8;
}

interface Places {
  readonly planId: string;
  readonly nodes: readonly ChosenNode[];
}

/**
 * The plan's whole id and its nodes: from the plan file, from the receipts here, or else from the nodes' own records.
 * Text or exit code: why not.
 */
async function placesOf(named: string, around: Around): Promise<Places | string | number> {
  const { options, outside } = around;
  const found = (await namedPlan(named, outside)) ?? (await keptPlan(named, around));
  if (typeof found === 'string' || typeof found === 'number') return found;
  const { planId, names } = found;
  const wanted = listOption(options, 'node');
  const stranger = wanted.find((name) => !names.includes(name));
  if (stranger !== undefined) throw usageError(`plan ${shownId(planId)} was not pushed to ${stranger}`);
  const all = new Map((await allNodes(options)).map((node) => [node.entry.name, node]));
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
  const missing = chosen.find((name) => !all.has(name));
  if (missing !== undefined)
    return `the nodes file has no ${missing}; use the one of the push (--nodes FILE)`;
  return { planId, nodes: chosen.map((name) => all.get(name)!) };
}

interface NamedPlan {
  readonly planId: string;
  readonly names: readonly string[];
}

/** Without a receipt here the nodes are asked: all of the nodes file, or those that are named. */
async function keptPlan(
  digits: string,
  { options, streams, outside }: Around,
): Promise<NamedPlan | string | number> {
  const unknown = `no push of plan ${digits} is known here (${outside.receipts.folder})`;
  streams.err(`${unknown}; the nodes are asked\n`);
  const kept = await plansKept(await chosenNodes(options), digits, parallelOf(options), outside);
  const failures = kept.flatMap((each) => ('failure' in each ? [each] : []));
  for (const { node, failure } of failures) streams.err(failureText(node.entry.name, failure));
  if (failures.length > 0) return codeOfFailures(failures.map(({ failure }) => failure.kind));
  const plans = kept.flatMap((each) => ('planId' in each ? [each] : []));
  const ids = new Set(plans.map(({ planId }) => planId));
  const [planId] = ids;
  if (planId === undefined) return `${unknown}, nor by the nodes; name the plan file instead`;
  return ids.size > 1
    ? `${digits} fits several plans: type more digits`
    : { planId, names: plans.map(({ node }) => node.entry.name) };
}

/** Undefined: an id of which there is no receipt of a push here. */
async function namedPlan(named: string, outside: Outside): Promise<NamedPlan | string | undefined> {
  if (/^[0-9a-f]+$/.test(named) && named.length >= shownDigits) {
    const receipts = receiptsOf(await outside.receipts.list(), named);
    const ids = new Set(receipts.map(({ planId }) => planId));
    const [planId] = ids;
    if (ids.size > 1) return `${named} fits several plans: type more digits`;
    const names = pushedTo(receipts);
    return planId === undefined || names.length === 0 ? undefined : { planId, names };
  }
  const read = await readText(named);
  if (!read.ok)
    return `${named} ${read.reason}; name a plan file, or the id of a plan with at least ${shownDigits} digits`;
  const result = readPlan(named, read.text);
  return result.ok
    ? { planId: result.id, names: result.plan.nodes.map(({ machine }) => machine.name) }
    : result.message;
}
