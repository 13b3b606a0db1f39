import process from 'node:process';
import type { NodePlan } from '@mirrorwright/core';
import {
  carryOut,
  codeOf,
  dangerOfReady,
  type EngineOptions,
  eachNode,
  isDone,
  type PushSettings,
  pooled,
  pushQuestion,
  type Readied,
  type ReadyNode,
  ready,
} from '@mirrorwright/io/push';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { quote, sameOptions } from '../cli/words.ts';
import { dangerVia, isForCluster, undoWords, viaOthers } from '../export/via.ts';
import { confirm } from '../push/confirm.ts';
import { type Outside, realOutside } from '../push/outside.ts';
import { dangerText, nodeText } from '../push/show.ts';
import { type PlanSource, planSource } from '../push/source.ts';
import { underway } from '../push/underway.ts';
import { jsonlView, type PushView, textView } from '../push/view.ts';
import { numberOption, reloadOf, secondsOption, testPullOf } from '../push/wanted.ts';

/** `mirrorwright push`. */
export function run(invocation: Invocation): Promise<number> {
  return runPush(invocation, realOutside(invocation.options));
}

/** Shows a plan against the nodes as they are, asks, and carries it out. */
export async function runPush(invocation: Invocation, world: Outside): Promise<number> {
  testPullOf(invocation.options);
  if (isForCluster(invocation))
    return (await import('../export/push-resources.ts')).pushResources(invocation, world);
  const pool = pooled(await viaOthers(invocation, world));
  try {
    return await planAndPush(invocation, pool.world);
  } finally {
    await pool.end();
  }
}

async function planAndPush({ args, options, streams }: Invocation, outside: Outside): Promise<number> {
  const engine = engineOptions(options);
  const settings = settingsOf(options, outside);
  const source = await planSource(args, options, streams, outside);
  if (typeof source === 'number') return source;
  const left = await leftOf(source, options, outside);
  if (left.length === 0) {
    await streams.out('nothing to change\n');
    return exitCodes.ok;
  }
  const receipts = await outside.receipts.list();
  const pushed: PushSettings = { ...settings, planId: source.id, receipts };
  const readied = await eachNode(left, engine.parallel, (plan) =>
    ready(source.nodes.get(plan.machine.name)!, plan, pushed, outside),
  );
  const nodes = readied.filter((each): each is ReadyNode => 'prepared' in each);
  return confirmAndPush(
    source,
    readied,
    nodes,
    { ...engine, settings: pushed },
    { args, options, streams, outside },
  );
}

interface Around {
  readonly args: readonly string[];
  readonly options: Options;
  readonly streams: Streams;
  readonly outside: Outside;
}

async function confirmAndPush(
  source: PlanSource,
  readied: readonly Readied[],
  nodes: readonly ReadyNode[],
  engine: Omit<EngineOptions, 'failedBefore'>,
  around: Around,
): Promise<number> {
  const { options, streams, outside } = around;
  const { settings } = engine;
  const events = stringOption(options, 'format') === 'jsonl';
  const say = events ? async (text: string): Promise<void> => streams.err(text) : streams.out;
  for (const each of nodes) await say(`${nodeText(shownOf(each, source))}\n`);
  const danger = dangerVia(dangerOfReady(nodes), options);
  if (nodes.length > 0)
    await say(dangerText({ ...source.plan, nodes: nodes.map(({ plan }) => plan) }, danger, source.id));
  const failedBefore = readied.length - nodes.length;
  const goesOn = nodes.length > 0 && failedBefore <= engine.maxFailures;
  const changes = nodes.some(({ prepared }) => !prepared.isDone);
  if (goesOn && changes && !settings.dryRun) {
    const question = pushQuestion(
      nodes.map(({ plan }) => plan),
      source.id,
    );
    const confirmed = await confirm(source.id, danger, question, options, outside);
    if (!confirmed.ok) {
      streams.err(confirmed.text);
      return confirmed.code;
    }
  }
  const view = events
    ? jsonlView(streams, outside.now)
    : textView(streams, { quiet: flagOption(options, 'quiet'), live: isLive(options) });
  const wanted: Wanted = { nodes: goesOn ? nodes : [], readied, goesOn, engine: { ...engine, failedBefore } };
  return pushAndTell(wanted, view, around);
}

interface Wanted {
  readonly nodes: readonly ReadyNode[];
  readonly readied: readonly Readied[];
  readonly goesOn: boolean;
  readonly engine: EngineOptions;
}

async function pushAndTell(
  { nodes, readied, goesOn, engine }: Wanted,
  view: PushView,
  { args, options, streams, outside }: Around,
): Promise<number> {
  const { receipt, cancelled } = await underway(
    {
      ...engine.settings,
      kind: 'push',
      nodes: readied.map(({ plan }) => plan),
      // what stops before anything is written leaves no receipt
      dryRun: engine.settings.dryRun || !goesOn,
    },
    { view, streams, outside },
    (given) => carryOut(nodes, { ...given, readied, engine, progress: view }, outside),
  );
  const committed = receipt.nodes.filter(({ outcome }) => outcome === 'committed').length;
  if (committed > 0) streams.err(`undo: ${undoWords(receipt.planId, options)}\n`);
  if (receipt.nodes.some(({ outcome }) => !isDone(outcome)) && committed > 0)
    streams.err(`the rest: ${restWords(args, options, receipt.pushId)}\n`);
  return codeOf(receipt, { cancelled });
}

/** How a push goes on with what it did not finish. Without a plan file the plan that is made again has only that left. */
function restWords([path]: readonly string[], options: Options, pushId: string): string {
  if (path === undefined) return 'the same command again; what is as planned already stays';
  const same = sameOptions(options, ['nodes', 'reload', 'restart', 'via', 'image']);
  return `mirrorwright push ${quote(path)} --resume ${pushId}${same}`;
}

function shownOf({ plan, prepared }: ReadyNode, { notes }: PlanSource): Parameters<typeof nodeText>[0] {
  const { assessment, changes } = prepared;
  const { impact, findings } = assessment;
  return {
    node: plan,
    changes,
    impact,
    findings,
    losses: plan.losses,
    notes: notes.get(plan.machine.name) ?? [],
  };
}

/** With --resume the nodes that the earlier push did not finish. */
async function leftOf(
  { plan, id }: PlanSource,
  options: Options,
  outside: Outside,
): Promise<readonly NodePlan[]> {
  const resumed = stringOption(options, 'resume');
  if (resumed === undefined) return plan.nodes;
  const receipt = (await outside.receipts.list()).find(({ pushId }) => pushId === resumed);
  if (receipt === undefined) throw usageError(`--resume ${resumed}: there is no receipt of such a push here`);
  if (receipt.planId !== id)
    throw usageError(
      `--resume ${resumed}: that push was of plan ${receipt.planId.slice(0, 12)}, not of ${id.slice(0, 12)}`,
    );
  const done = new Set(
    receipt.nodes.flatMap(({ node, outcome }) =>
      outcome === 'committed' || outcome === 'unchanged' ? [node] : [],
    ),
  );
  return plan.nodes.filter(({ machine }) => !done.has(machine.name));
}

function settingsOf(options: Options, outside: Outside): Omit<PushSettings, 'planId' | 'receipts'> {
  return {
    pushId: outside.pushId(),
    guardSeconds: secondsOption(options, 'guard', 60),
    keep: numberOption(options, 'keep', 1) ?? 10,
    dryRun: flagOption(options, 'dry-run'),
    reload: reloadOf(options),
    testPull: testPullOf(options),
    accept: listOption(options, 'accept'),
  };
}

function engineOptions(options: Options): Omit<EngineOptions, 'settings' | 'failedBefore'> {
  const parallel = numberOption(options, 'parallel', 1) ?? 8;
  return {
    parallel,
    batch: numberOption(options, 'batch', 1) ?? Math.max(parallel, 10),
    maxFailures: numberOption(options, 'max-failures', 0) ?? 0,
    rollbackAll: flagOption(options, 'rollback-all'),
  };
}

function isLive(options: Options): boolean {
  const { env, stderr } = process;
  return (
    stderr.isTTY === true &&
    options.input !== false &&
    !flagOption(options, 'plain') &&
    env.TERM !== 'dumb' &&
    env.INK_SCREEN_READER !== 'true'
  );
}
