import { type Danger, neutralize, type Receipt } from '@mirrorwright/core';
import {
  carryOut,
  dangerOfReady,
  eachNode,
  isDone,
  isIdOf,
  openJournal,
  outcomeWords,
  type PushProgress,
  type PushSettings,
  pushQuestion,
  type Readied,
  type ReadyNode,
  ready,
  type Stop,
  shownId,
} from '@mirrorwright/io/push';
import { type CurrentPlan, fromReadied, parallel, settingsFor, shownChanges } from './current-plan.ts';
import type { PushFace, Telling } from './face.ts';
import { untilCancelled } from './until-cancelled.ts';

/** How a push from the editor ended. */
export type PushEnd =
  | { readonly end: 'pushed'; readonly receipt: Receipt; readonly cancelled: boolean }
  /** Nothing was written: said to the person, who may look at the plan as it is now. */
  | { readonly end: 'refused'; readonly plan: CurrentPlan }
  | { readonly end: 'unchanged' }
  | { readonly end: 'cancelled'; readonly plan: CurrentPlan };

const show = 'Show Changes';

/** Looks at the nodes again, asks, and pushes. */
export async function pushPlan(current: CurrentPlan, face: PushFace): Promise<PushEnd> {
  const { world } = face;
  const settings = settingsFor(current, world.pushId(), await world.receipts.list());
  const readied = await lookAgain(current, settings, face);
  if (readied === undefined) return { end: 'cancelled', plan: current };
  const notes = new Map(current.parts.map(({ plan, notes: own }) => [plan.machine.name, own]));
  const now = fromReadied(current.plan, current.nodes, readied, (node) => notes.get(node) ?? []);
  if (now.against.length > 0) return { end: 'refused', plan: now };
  const nodes = readied.filter((each): each is ReadyNode => 'prepared' in each);
  if (nodes.every(({ prepared }) => prepared.isDone)) return { end: 'unchanged' };
  if (!(await confirmPush(now, nodes, face))) return { end: 'cancelled', plan: now };
  return carry(readied, nodes, settings, face);
}

/** Looks at all nodes of a plan as they are now. Undefined: the person cancelled that. */
export async function lookAgain(
  { plan, nodes }: Pick<CurrentPlan, 'plan' | 'nodes'>,
  settings: PushSettings,
  { world, during, log }: PushFace,
): Promise<readonly Readied[] | undefined> {
  return during('Looking at the nodes', async (telling) => {
    const until = untilCancelled(world, telling);
    const readied = await eachNode(plan.nodes, parallel, async (part) => {
      const { name } = part.machine;
      const each = await ready(nodes.get(name)!, part, settings, until.world);
      log(`${name}: ${'failure' in each ? each.failure.message : 'can be pushed to'}`);
      return each;
    });
    return until.cancelled() ? undefined : readied;
  });
}

/** The question of a push. A severe one takes the id of the plan beside the button. */
async function confirmPush(now: CurrentPlan, nodes: readonly ReadyNode[], face: PushFace): Promise<boolean> {
  const danger = dangerOfReady(nodes);
  const verb = nodes.length === 1 ? `Push to ${nodes[0]!.node.entry.name}` : `Push to ${nodes.length} Nodes`;
  const chosen = await face.person.choose({
    message: pushQuestion(
      nodes.map(({ plan }) => plan),
      now.id,
    ),
    detail: detailOf(now, danger, face.machine),
    buttons: [verb, show],
  });
  if (chosen === show) {
    await face.showChanges(`Plan ${shownId(now.id)}`, shownChanges(now.parts));
    return false;
  }
  return chosen === verb && (await typesId(now.id, danger, 'Push', face)) && mayWrite(face);
}

/** What is severe is confirmed by the id of its plan. */
export async function typesId(
  planId: string,
  { severity }: Danger,
  what: string,
  { person, say }: PushFace,
): Promise<boolean> {
  if (severity === 'plain') return true;
  const id = shownId(planId);
  const typed = await person.typed(`${what} plan ${id}`, `This is severe. Type ${id} to confirm.`);
  if (typed === undefined) return false;
  if (isIdOf(typed.trim(), planId)) return true;
  say('warning', `That is not the id of the plan, which is ${id}. Nothing was written.`);
  return false;
}

/** Whether writing is still allowed after the question; says so where it is not. */
export function mayWrite({ reasonAgainst, say }: PushFace): boolean {
  const reason = reasonAgainst();
  if (reason !== undefined) say('warning', `${reason} Nothing was written.`);
  return reason === undefined;
}

const mostLines = 12;

function detailOf({ parts }: CurrentPlan, { reasons }: Danger, machine: string): string {
  const files = parts.flatMap(({ plan, changes }) =>
    changes
      .filter(({ before, after }) => before !== after)
      .map(({ path, before }) => `${plan.machine.name}: ${path}${before === null ? ' (new)' : ''}`),
  );
  const lines = [
    ...few(files),
    ...few(reasons.map((reason) => `Severe: ${reason}`)),
    ...few([...new Set(parts.flatMap(({ plan }) => plan.impact))].map((text) => `Impact: ${text}`)),
    ...few(
      parts.flatMap(({ plan }) =>
        plan.findings.map(({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`),
      ),
    ),
    ...few(parts.flatMap(({ plan }) => plan.losses.map(({ reason }) => `Not expressible: ${reason}`))),
    ...few([...new Set(parts.flatMap(({ notes }) => notes))].map((text) => `Note: ${text}`)),
  ];
  return neutralize([...lines, '', `Connects from: ${machine}`].join('\n'));
}

/** A modal holds little; the view of the plan has all of it. */
function few(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines - 1), `... ${lines.length - mostLines + 1} more, see the Plan view`];
}

async function carry(
  readied: readonly Readied[],
  nodes: readonly ReadyNode[],
  settings: PushSettings,
  face: PushFace,
): Promise<PushEnd> {
  const { world, say } = face;
  const journal = await openJournal(
    {
      planId: settings.planId,
      pushId: settings.pushId,
      kind: 'push',
      nodes: nodes.map(({ plan }) => plan),
      dryRun: false,
      warn: (text) => say('warning', text),
    },
    world,
  );
  const engine = {
    settings,
    batch: Math.max(parallel, 10),
    parallel,
    maxFailures: 0,
    failedBefore: 0,
    rollbackAll: false,
  };
  return face.during(`Pushing plan ${shownId(settings.planId)}`, async (telling) => {
    const stop = stopBy(telling);
    const progress = told(telling, face);
    const receipt = await carryOut(nodes, { readied, engine, journal, progress, stop }, world);
    return { end: 'pushed', receipt, cancelled: stop.cancelled() };
  });
}

/** Cancelling asks the nodes under way to take everything back, and starts no other. */
export function stopBy({ onCancel, report }: Telling): Stop {
  const sessions: Stop['sessions'] = new Set();
  let cancelled = false;
  onCancel(() => {
    cancelled = true;
    report('stopping: nodes under way are rolled back or finished');
    for (const session of sessions) session.cancel();
  });
  return { cancelled: () => cancelled, sessions };
}

/** Steps go to the notification and the log. */
export function told({ report }: Telling, { log }: PushFace): PushProgress {
  return {
    step: (node, step, detail) => {
      report(`${node}: ${step}`);
      log(`${node}: ${step}${detail === undefined ? '' : `: ${detail}`}`);
    },
    ended: ({ node, outcome, failure }) => {
      const why = failure === undefined ? '' : `: ${failure.message} ${failure.nextStep}`;
      log(`${node}: ${outcomeWords({ outcome })}${why}`);
    },
  };
}

/** How a push or a rollback ended, in a line. */
export function endText({ kind, planId, nodes }: Receipt): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const words = outcomeWords(node, kind);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const parts = [...counts].map(([words, count]) => `${count} ${count === 1 ? 'node' : 'nodes'}: ${words}`);
  const why = nodes.find(({ outcome, failure }) => !isDone(outcome) && failure !== undefined)?.failure;
  const what = kind === 'push' ? 'Push' : 'Rollback';
  return `${what} of plan ${shownId(planId)}. ${parts.join('; ')}.${why === undefined ? '' : ` ${why}`}`;
}
