import { shownId } from '@mirrorwright/io/push';
import { commands } from 'vscode';
import { type CurrentPlan, shownChanges } from '../current-plan.ts';
import type { PushFace } from '../face.ts';
import { alone, type Panel, views } from '../panel-state.ts';
import { endText, type PushEnd, pushPlan } from '../push-flow.ts';
import { guarded, type Handler } from './handler.ts';
import { makeCurrentPlan } from './plan.ts';

/** The commands that push. */
export function pushActions(panel: Panel): Readonly<Record<string, Handler>> {
  return {
    'mirrorwright.push': guarded({ writes: true }, (args) =>
      alone(panel, args, async (face) => {
        const plan = await makeCurrentPlan(panel, args, face);
        if (plan === undefined) return { end: 'cancelled' };
        await face.showChanges(`Plan ${shownId(plan.id)}`, shownChanges(plan.parts));
        return push(panel, plan, face);
      }),
    ),
    'mirrorwright.cancelPush': () => panel.state.cancel(),
    'mirrorwright.pushPlan': guarded({ writes: true }, (args) =>
      alone(panel, args, async (face) => {
        const plan = panel.state.plan();
        return plan === undefined ? { end: 'cancelled' } : push(panel, plan, face);
      }),
    ),
  };
}

async function push(panel: Panel, plan: CurrentPlan, face: PushFace): Promise<object> {
  const { state } = panel;
  if (plan.against.length > 0) return { end: 'refused', against: plan.against };
  if (plan.parts.length === 0) return { end: 'unchanged' };
  const result = await pushPlan(plan, face);
  tell(panel, plan, result, face);
  state.changed(views.history);
  // what was known of these nodes is not true any more
  for (const { machine } of plan.plan.nodes) state.nodeIs(machine.name, undefined);
  if (result.end === 'pushed') return { end: result.end, receipt: result.receipt };
  return result.end === 'refused' ? { end: 'refused', against: result.plan.against } : { end: result.end };
}

function tell(panel: Panel, plan: CurrentPlan, result: PushEnd, face: PushFace): void {
  const show = (next: CurrentPlan | undefined): void => {
    // one that was made meanwhile stays
    if (panel.state.plan()?.id === plan.id) panel.state.showPlan(next);
  };
  if (result.end === 'unchanged') {
    show(undefined);
    face.say('info', 'Nothing to change: the nodes are as planned already.');
  } else if (result.end === 'cancelled') show(result.plan);
  else if (result.end === 'refused') {
    show(result.plan);
    const [first] = result.plan.against;
    if (first !== undefined)
      face.say('error', `Nothing was pushed. ${first.node}: ${first.message}. ${first.nextStep}`);
  } else {
    const { receipt } = result;
    const committed = receipt.nodes.filter(({ outcome }) => outcome === 'committed').length;
    if (committed === receipt.nodes.length) show(undefined);
    const undo = {
      label: 'Roll Back',
      run: () => void commands.executeCommand('mirrorwright.rollBack', plan.id),
    };
    // what was asked for is no error, be it the push or its end
    const level = committed === receipt.nodes.length || result.cancelled ? 'info' : 'error';
    face.say(level, endText(receipt), committed > 0 ? [undo] : []);
  }
}
