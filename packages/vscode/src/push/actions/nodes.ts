import { isHost, isNodeName } from '@mirrorwright/core';
import { addNodes } from '@mirrorwright/io';
import { type ChosenNode, driftOf, eachNode, failureOf, lookAt, settleUnknown } from '@mirrorwright/io/push';
import { Uri, window, workspace } from 'vscode';
import { parallel } from '../current-plan.ts';
import type { PushFace } from '../face.ts';
import { knownNodes, nodesFile } from '../nodes-file.ts';
import { type Panel, views } from '../panel-state.ts';
import { untilCancelled } from '../until-cancelled.ts';
import type { NodeState } from '../views/entries.ts';
import { entryIn, guarded, type Handler } from './handler.ts';

/** Commands of the view of the nodes. */
export function nodeActions(panel: Panel): Readonly<Record<string, Handler>> {
  return {
    'mirrorwright.checkNodes': guarded({ writes: false }, (args) =>
      panel.using(args, (face) => checkNodes(panel, entryIn(args)?.subject, face)),
    ),
    'mirrorwright.addNode': guarded({ writes: false }, (args) =>
      panel.using(args, (face) => addNode(panel, face)),
    ),
    'mirrorwright.editNodes': guarded({ writes: false }, (args) => panel.using(args, editNodes)),
    'mirrorwright.forgetSecrets': (args) =>
      panel.using(args, async ({ say }) => {
        const count = await panel.secrets.forget();
        say('info', `Forgot ${count} ${count === 1 ? 'secret' : 'secrets'} of nodes.`);
        return { end: 'forgotten', count };
      }),
  };
}

/** Asks nodes what they run, and whether their files are as they were pushed. Nothing is written on them. */
async function checkNodes({ state }: Panel, name: string | undefined, face: PushFace): Promise<object> {
  const { nodes } = await knownNodes();
  const wanted = nodes.filter(({ entry }) => name === undefined || entry.name === name);
  for (const { entry } of wanted) state.nodeIs(entry.name, { kind: 'asked' });
  const answers = await face.during('Asking the nodes', async (telling) => {
    const { world } = untilCancelled(face.world, telling);
    return eachNode(wanted, parallel, async (node) => {
      const answer = await stateOf(node, { ...face, world });
      state.nodeIs(node.entry.name, answer);
      return answer.kind;
    });
  });
  state.changed(views.history);
  return { end: 'checked', answered: answers.filter((kind) => kind === 'answered').length };
}

async function stateOf(node: ChosenNode, { world, log }: PushFace): Promise<NodeState> {
  try {
    const session = await world.connect(node.address);
    try {
      await settleUnknown(node.entry.name, session, await world.receipts.list(), world);
      const { targets, unknown } = await lookAt(session, node.address, []);
      const drift = await driftOf(node, session);
      return { kind: 'answered', readers: [...targets.map(({ id }) => id), ...unknown], drift };
    } finally {
      await session.close();
    }
  } catch (error) {
    const { message, nextStep } = failureOf(error);
    log(`${node.entry.name}: ${message} ${nextStep}`);
    return { kind: 'failed', message, nextStep };
  }
}

/** Adds a node to the nodes file, which is made where there is none. */
async function addNode({ state }: Panel, { person, say }: PushFace): Promise<object> {
  const file = nodesFile();
  if (file === undefined) {
    return needsFolder(say);
  }
  const name = (await person.typed('Add a Node (1/3)', 'Its name, as you call it'))?.trim();
  if (name === undefined) return { end: 'cancelled' };
  if (!isNodeName(name))
    return refused(say, `${JSON.stringify(name)} is no name: letters, digits, dots and dashes.`);
  const address = (
    await person.typed('Add a Node (2/3)', `Host name or address of ${name}, as ssh knows it`)
  )?.trim();
  if (address === undefined) return { end: 'cancelled' };
  if (!isHost(address)) return refused(say, `${JSON.stringify(address)} is no host name or address.`);
  const ways = ['With sudo', 'As the user that logs in: root, or its own files'] as const;
  const way = await person.pickOne(
    `Add a Node (3/3): how are files written on ${name}?`,
    ways.map((label) => ({ label })),
  );
  if (way === undefined) return { end: 'cancelled' };
  const become = way === ways[0] ? 'sudo' : 'none';
  const result = await addNodes(file.fsPath, [{ name, address, become, groups: [], labels: {} }]);
  if (!result.ok) return refused(say, result.messages.join(' '));
  state.changed(views.nodes);
  return { end: 'added' };
}

function needsFolder(say: PushFace['say']): object {
  say('info', 'Open a folder first: the nodes file lies in it.');
  return { end: 'refused' };
}

function refused(say: PushFace['say'], text: string): object {
  say('error', text);
  return { end: 'refused' };
}

/** Opens the nodes file; one that does not exist yet as a new document at its place. */
async function editNodes({ say }: PushFace): Promise<object> {
  const file = nodesFile();
  if (file === undefined) return needsFolder(say);
  try {
    await workspace.fs.stat(file);
    await window.showTextDocument(file);
  } catch {
    await window.showTextDocument(
      await workspace.openTextDocument(Uri.from({ ...file, scheme: 'untitled' })),
    );
  }
  return { end: 'opened' };
}
