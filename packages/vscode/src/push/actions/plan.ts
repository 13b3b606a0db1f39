import { readPlan, writePlan } from '@mirrorwright/core';
import { readText, writeAtomic } from '@mirrorwright/io';
import { type ChosenNode, shownId } from '@mirrorwright/io/push';
import { commands, Uri, window } from 'vscode';
import { type CurrentPlan, fromReadied, planFor, settingsFor, shownChanges } from '../current-plan.ts';
import type { PushFace } from '../face.ts';
import { knownNodes } from '../nodes-file.ts';
import { type Panel, views } from '../panel-state.ts';
import { policyFor, wantedOf } from '../policy-source.ts';
import { lookAgain } from '../push-flow.ts';
import { untilCancelled } from '../until-cancelled.ts';
import { entryIn, guarded, type Handler } from './handler.ts';

const filters = { 'Plan of a push': ['json'] };

/** Commands of the view of the plan, but for the push itself. */
export function planActions(panel: Panel): Readonly<Record<string, Handler>> {
  const { state } = panel;
  return {
    'mirrorwright.planPush': guarded({ writes: false }, (args) =>
      panel.using(args, async (face) => {
        const plan = await makeCurrentPlan(panel, args, face);
        if (plan !== undefined) await face.showChanges(titleOf(plan), shownChanges(plan.parts));
        return ending(plan);
      }),
    ),
    'mirrorwright.showChanges': (args) =>
      panel.using(args, async ({ showChanges }) => {
        const plan = state.plan();
        if (plan === undefined) return;
        const wanted = entryIn(args)?.opens;
        const changes = shownChanges(plan.parts).filter(
          ({ node, path }) => wanted === undefined || (node === wanted.node && path === wanted.path),
        );
        await showChanges(titleOf(plan), changes);
      }),
    'mirrorwright.discardPlan': () => state.showPlan(undefined),
    'mirrorwright.savePlan': (args) => panel.using(args, (face) => savePlan(state.plan(), args, face)),
    'mirrorwright.openPlan': guarded({ writes: false }, (args) =>
      panel.using(args, async (face) => ending(await openPlan(panel, args, face))),
    ),
  };
}

function titleOf({ id }: CurrentPlan): string {
  return `Plan ${shownId(id)}`;
}

/** What a command answers of a plan, for whoever called it. */
function ending(plan: CurrentPlan | undefined): object {
  if (plan === undefined) return { end: 'cancelled' };
  return plan.against.length > 0
    ? { end: 'refused', against: plan.against }
    : { end: 'planned', planId: plan.id };
}

/** Chooses a policy and nodes, looks at them and shows the plan. Undefined: the person left a question, or was told why not. */
export async function makeCurrentPlan(
  { state }: Panel,
  args: readonly unknown[],
  face: PushFace,
): Promise<CurrentPlan | undefined> {
  const document = await policyFor(
    args.find((arg) => arg instanceof Uri),
    face.person,
  );
  if (typeof document === 'string') return void face.say('info', document);
  const nodes = await chosenNodes(entryIn(args)?.subject, face);
  if (nodes === undefined || nodes.length === 0) return undefined;
  const { plan, cancelled } = await face.during('Looking at the nodes', async (telling) => {
    const until = untilCancelled(face.world, telling);
    return { plan: await planFor(nodes, wantedOf(document), until.world), cancelled: until.cancelled() };
  });
  if (cancelled) return undefined;
  return shown(plan, state, face);
}

function shown(plan: CurrentPlan, state: Panel['state'], face: PushFace): CurrentPlan {
  state.showPlan(plan);
  void commands.executeCommand(`${views.plan}.focus`, { preserveFocus: true });
  for (const { node, message, nextStep } of plan.against) face.log(`${node}: ${message} ${nextStep}`);
  const [first] = plan.against;
  if (first !== undefined) {
    const more = plan.against.length > 1 ? ` (${plan.against.length - 1} more in the Plan view)` : '';
    face.say('error', `No plan can be pushed. ${first.node}: ${first.message}. ${first.nextStep}${more}`);
  } else if (plan.parts.length === 0)
    face.say('info', 'Nothing to change: the nodes are as planned already.');
  return plan;
}

/** The named node, the only one of the file, or those that the person picks. */
async function chosenNodes(
  name: string | undefined,
  { person, say }: PushFace,
): Promise<readonly ChosenNode[] | undefined> {
  const { nodes, faults } = await knownNodes();
  if (faults.length > 0) return void say('error', `The nodes file has faults. ${faults.join(' ')}`);
  if (nodes.length === 0)
    return void say('info', 'There are no nodes yet: add one in the Nodes view of Mirrorwright.');
  const named = nodes.filter(({ entry }) => entry.name === name);
  if (named.length > 0) return named;
  if (nodes.length === 1) return nodes;
  const items = nodes.map(({ entry }) => ({
    label: entry.name,
    description: [entry.address, ...entry.groups].join(' · '),
    picked: true,
  }));
  const picked = await person.pickSome('Push to which nodes?', items);
  return picked === undefined ? undefined : nodes.filter(({ entry }) => picked.includes(entry.name));
}

async function savePlan(
  plan: CurrentPlan | undefined,
  args: readonly unknown[],
  face: PushFace,
): Promise<void> {
  if (plan === undefined || plan.against.length > 0) return face.say('info', 'There is no plan to save.');
  const named = args.find((arg) => arg instanceof Uri);
  const uri = named ?? (await window.showSaveDialog({ filters, title: 'Save the Plan' }));
  if (uri === undefined) return;
  const written = await writeAtomic({ path: uri.fsPath, content: writePlan(plan.plan), mode: 0o600 });
  if (!written.ok) face.say('error', `${uri.fsPath} ${written.reason}`);
}

async function openPlan(
  { state }: Panel,
  args: readonly unknown[],
  face: PushFace,
): Promise<CurrentPlan | undefined> {
  const named = args.find((arg) => arg instanceof Uri);
  const uri = named ?? (await window.showOpenDialog({ filters, title: 'Open a Plan' }))?.[0];
  if (uri === undefined) return undefined;
  const read = await readText(uri.fsPath);
  const result = read.ok
    ? readPlan(uri.fsPath, read.text)
    : { ok: false as const, message: `${uri.fsPath} ${read.reason}` };
  if (!result.ok) return void face.say('error', result.message);
  const { plan, id } = result;
  const { nodes: known } = await knownNodes();
  const nodes = new Map(known.map((node) => [node.entry.name, node]));
  const missing = plan.nodes.map(({ machine }) => machine.name).filter((name) => !nodes.has(name));
  if (missing.length > 0)
    return void face.say('error', `The nodes file has no ${missing.join(', ')}, which the plan is for.`);
  const settings = settingsFor({ id }, face.world.pushId(), await face.world.receipts.list());
  const readied = await lookAgain({ plan, nodes }, settings, face);
  if (readied === undefined) return undefined;
  return shown(fromReadied(plan, nodes, readied), state, face);
}
