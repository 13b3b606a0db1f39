import type { Receipt } from '@mirrorwright/core';
import { pushedTo, shownId } from '@mirrorwright/io/push';
import type { PushFace } from '../face.ts';
import { knownNodes } from '../nodes-file.ts';
import { alone, type Panel, views } from '../panel-state.ts';
import { endText } from '../push-flow.ts';
import { rollBackPlan } from '../rollback-flow.ts';
import { entryIn, guarded, type Handler } from './handler.ts';

/** Commands of the view of what was pushed. */
export function historyActions(panel: Panel): Readonly<Record<string, Handler>> {
  return {
    'mirrorwright.rollBack': guarded({ writes: true }, (args) => rollBackFrom(panel, args, planIn(args))),
    'mirrorwright.refreshHistory': () => panel.state.changed(views.history),
  };
}

/** The plan that is named: by a line of the view, or by its id. */
function planIn(args: readonly unknown[]): string | undefined {
  return entryIn(args)?.subject ?? args.find((arg) => typeof arg === 'string');
}

/** Takes a push back: that of the plan, or one that the person chooses. */
function rollBackFrom(panel: Panel, args: readonly unknown[], named: string | undefined): Promise<object> {
  const { state } = panel;
  return alone(panel, args, async (face) => {
    const receipts = await face.world.receipts.list();
    const planId = named ?? (await chosenPlan(receipts, face));
    if (planId === undefined) return { end: 'cancelled' };
    const names = pushedTo(receipts.filter((receipt) => receipt.planId === planId));
    const { nodes } = await knownNodes();
    const missing = names.filter((name) => !nodes.some(({ entry }) => entry.name === name));
    if (names.length === 0 || missing.length > 0) {
      face.say(
        'error',
        names.length === 0
          ? `No push of plan ${shownId(planId)} is known here that could be taken back.`
          : `The nodes file has no ${missing.join(', ')}, which the plan was pushed to.`,
      );
      return { end: 'refused' };
    }
    const places = nodes.filter(({ entry }) => names.includes(entry.name));
    const result = await rollBackPlan(planId, places, face);
    state.changed(views.history);
    for (const { entry } of places) state.nodeIs(entry.name, undefined);
    if (result.end === 'rolled-back') {
      const undone = result.receipt.nodes.every(({ outcome }) => outcome === 'committed');
      face.say(undone ? 'info' : 'error', endText(result.receipt));
    }
    return result;
  });
}

async function chosenPlan(
  receipts: readonly Receipt[],
  { person, say }: PushFace,
): Promise<string | undefined> {
  const pushes = receipts.filter((receipt) => pushedTo([receipt]).length > 0);
  const plans = new Map(pushes.toReversed().map((receipt) => [shownId(receipt.planId), receipt]));
  if (plans.size === 0) return void say('info', 'Nothing was pushed from here that could be taken back.');
  const items = [...plans].toReversed().map(([label, { startedAt, nodes }]) => ({
    label,
    description: `${new Date(startedAt).toISOString()} · ${nodes.map(({ node }) => node).join(', ')}`,
  }));
  const label = await person.pickOne('Roll back which plan?', items);
  return label === undefined ? undefined : plans.get(label)?.planId;
}
