import { type Danger, dangerOf, type Receipt, readPlan, receiptsOf, shownDigits } from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import { allNodes, type ChosenNode } from '../push/choose.ts';
import { confirm } from '../push/confirm.ts';
import { codeOf, rollBackOne } from '../push/engine.ts';
import { openJournal, type PushJournal } from '../push/journal.ts';
import { type Outside, realOutside } from '../push/outside.ts';
import { eachNode } from '../push/planning.ts';
import { shownId } from '../push/show.ts';
import { stopOnInterrupt } from '../push/stop.ts';
import { jsonlView, type PushView, receiptLine, textView } from '../push/view.ts';
import { numberOption } from '../push/wanted.ts';

/** `mirrorwright rollback`. */
export function run(invocation: Invocation): Promise<number> {
  return runRollback(invocation, realOutside(invocation.options));
}

/** Restores the state before the newest committed push of a plan, node by node. */
export async function runRollback({ args, options, streams }: Invocation, outside: Outside): Promise<number> {
  const found = await undone(args[0] ?? '', options, outside);
  if (typeof found === 'string') {
    streams.err(`mirrorwright: ${found}\n`);
    return exitCodes.findings;
  }
  const { planId, nodes } = found;
  const overwrite = flagOption(options, 'overwrite');
  const danger = rollbackDanger(nodes, overwrite);
  for (const { entry, files } of nodes)
    streams.err(`${entry.node.entry.name}: ${files.join(', ') || 'the files of the plan'}\n`);
  for (const reason of danger.reasons) streams.err(`severe: ${reason}\n`);
  const names = nodes.map(({ entry }) => entry.node.entry.name);
  const question = `Roll back plan ${shownId(planId)} on ${names.length > 3 ? `${names.length} nodes` : names.join(', ')}?`;
  const confirmed = await confirm(planId, danger, question, options, outside);
  if (!confirmed.ok) {
    streams.err(confirmed.text);
    return confirmed.code;
  }
  const events = stringOption(options, 'format') === 'jsonl';
  const view = events
    ? jsonlView(streams, outside.now)
    : textView(streams, { quiet: flagOption(options, 'quiet'), live: false });
  const pushId = outside.pushId();
  const journal = await openJournal(
    {
      planId,
      pushId,
      kind: 'rollback',
      nodes: nodes.map(({ entry }) => entry),
      dryRun: false,
      warn: (text) => streams.err(`mirrorwright: ${text}\n`),
    },
    outside,
  );
  view.start(journal.receipt());
  const cancelled = await undoAll(
    nodes,
    { planId, pushId, overwrite, options },
    journal,
    view,
    outside,
    streams.err,
  );
  await view.finish(journal.receipt());
  return codeOf(journal.receipt(), { cancelled });
}

interface Undo {
  readonly planId: string;
  readonly pushId: string;
  readonly overwrite: boolean;
  readonly options: Options;
}

async function undoAll(
  nodes: readonly UndoneNode[],
  { planId, pushId, overwrite, options }: Undo,
  journal: PushJournal,
  view: PushView,
  outside: Outside,
  warn: (text: string) => void,
): Promise<boolean> {
  const stop = stopOnInterrupt(outside, {
    warn,
    states: () => journal.receipt().nodes.map(receiptLine).join(''),
  });
  await eachNode(nodes, numberOption(options, 'parallel', 1) ?? 8, async ({ entry: { node } }) => {
    if (stop.cancelled()) return;
    await journal.started(node.entry.name, 60);
    const report = await rollBackOne(node, planId, { overwrite, pushId }, view, outside);
    view.ended(report);
    await journal.ended(node.entry.name, report);
  });
  stop.release();
  return stop.cancelled();
}

interface UndoneNode {
  readonly entry: {
    readonly node: ChosenNode;
    readonly machine: { readonly name: string; readonly address: string; readonly become: 'none' | 'sudo' };
    readonly destinations: readonly [];
  };
  readonly files: readonly string[];
}

/** The plan's whole id and its nodes: from the plan file, or from the receipts here. Text: why not. */
async function undone(
  named: string,
  options: Options,
  outside: Outside,
): Promise<{ readonly planId: string; readonly nodes: readonly UndoneNode[] } | string> {
  const places = await placesOf(named, outside);
  if (typeof places === 'string') return places;
  const wanted = new Set(listOption(options, 'node'));
  const all = new Map((await allNodes(options)).map((node) => [node.entry.name, node]));
  const chosen = [...places.nodes].filter(([name]) => wanted.size === 0 || wanted.has(name));
  const stranger = [...wanted].find((name) => !places.nodes.has(name));
  if (stranger !== undefined)
    throw usageError(`plan ${shownId(places.planId)} was not pushed to ${stranger}`);
  const missing = chosen.find(([name]) => !all.has(name));
  if (missing !== undefined)
    return `the nodes file has no ${missing[0]}; use the one of the push (--nodes FILE)`;
  if (chosen.length === 0) return `no node has a committed push of plan ${shownId(places.planId)}`;
  const nodes = chosen.map(([name, files]): UndoneNode => {
    const node = all.get(name)!;
    const { address, become } = node.address;
    return { entry: { node, machine: { name, address, become }, destinations: [] }, files };
  });
  return { planId: places.planId, nodes };
}

interface Places {
  readonly planId: string;
  readonly nodes: ReadonlyMap<string, readonly string[]>;
}

async function placesOf(named: string, outside: Outside): Promise<Places | string> {
  if (/^[0-9a-f]+$/.test(named) && named.length >= shownDigits) {
    const receipts = receiptsOf(await outside.receipts.list(), named);
    const ids = new Set(receipts.map(({ planId }) => planId));
    const [planId] = ids;
    if (planId === undefined)
      return `no push of plan ${named} is known here (${outside.receipts.folder}); name the plan file instead`;
    if (ids.size > 1) return `${named} fits several plans: type more digits`;
    return { planId, nodes: pushedTo(receipts) };
  }
  const read = await readText(named);
  if (!read.ok)
    return `${named} ${read.reason}; name a plan file, or the id of a plan with at least ${shownDigits} digits`;
  const result = readPlan(named, read.text);
  if (!result.ok) return result.message;
  return {
    planId: result.id,
    nodes: new Map(
      result.plan.nodes.map(({ machine, destinations }) => [
        machine.name,
        destinations.map(({ path }) => path),
      ]),
    ),
  };
}

/** Nodes on which a push of these may be committed; what is unknown may be. */
function pushedTo(receipts: readonly Receipt[]): ReadonlyMap<string, readonly string[]> {
  const nodes = new Map<string, readonly string[]>();
  for (const { kind, nodes: of } of receipts)
    for (const { node, outcome, files } of of)
      if (kind === 'push' && (outcome === 'committed' || outcome === 'unknown') && !nodes.has(node))
        nodes.set(
          node,
          files.map(({ path }) => path),
        );
  return nodes;
}

function rollbackDanger(nodes: readonly UndoneNode[], overwrite: boolean): Danger {
  const reasons = overwrite ? ['what was changed since the push is overwritten'] : [];
  return dangerOf(nodes.map(({ entry }) => ({ name: entry.machine.name, reasons })));
}
