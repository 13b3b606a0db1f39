import { type MemoryNode, memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, it } from 'vitest';
import {
  cancelledAtConnect,
  chosen,
  dropIn,
  idIn,
  main,
  mirrorOf,
  press,
  type TestFace,
  testFace,
} from '../testing/push-face.ts';
import { type CurrentPlan, planFor, shownChanges } from './current-plan.ts';
import type { Question } from './person.ts';
import { endText, pushPlan } from './push-flow.ts';
import { runPooled } from './run-pooled.ts';

const cache = mirrorOf('cache.corp.example/hub');

async function planned(
  nodes: readonly MemoryNode[],
  answers: readonly unknown[] = [],
): Promise<{ readonly plan: CurrentPlan; readonly face: TestFace }> {
  const face = testFace(nodes, answers);
  return { plan: await planFor(chosen(nodes), cache, face.world), face };
}

describe('a push from the editor', () => {
  it('asks with the files, and where it connects from, and pushes at a press of the button', async () => {
    const nodes = [memoryNode('a'), memoryNode('b', { [main]: '# mine\n' })];
    const { plan, face } = await planned(nodes, [press, idIn]);
    const result = await pushPlan(plan, face);
    expect(face.questions).toHaveLength(2);
    const { message, detail, buttons } = face.questions[0] as Question;
    expect(message).toBe(`Push plan ${plan.id.slice(0, 12)} to a, b?`);
    expect(detail).toContain(`a: ${dropIn} (new)`);
    expect(detail).toContain('Connects from: this computer, desk');
    expect(buttons[0]).toBe('Push to 2 Nodes');
    expect(nodes.map((node) => node.files.get(dropIn))).toEqual(
      Array(2).fill(expect.stringContaining('cache.corp.example/hub')),
    );
    expect(result.end === 'pushed' && endText(result.receipt)).toBe(
      `Push of plan ${plan.id.slice(0, 12)}. 2 nodes: committed.`,
    );
    expect(await face.world.receipts.list()).toMatchObject([{ planId: plan.id }]);
    expect(nodes.map(({ sessions }) => sessions)).toEqual([0, 0]);
  });

  it('writes nothing when the question is left, or the changes are to be shown', async () => {
    const nodes = [memoryNode('a')];
    const { plan, face } = await planned(nodes, [undefined, 'Show Changes']);
    expect((await pushPlan(plan, face)).end).toBe('cancelled');
    expect((await pushPlan(plan, face)).end).toBe('cancelled');
    expect(face.shown).toMatchObject([[{ node: 'a', path: dropIn, before: null }]]);
    expect(nodes[0]!.orders).toEqual([]);
    expect(await face.world.receipts.list()).toEqual([]);
  });

  it('of something severe takes the id of the plan, typed', async () => {
    const [node, other] = [memoryNode('a'), memoryNode('b')];
    const answers = [press, undefined, press, 'ffffffffffff', press, idIn];
    const { plan, face } = await planned([node, other], answers);
    expect(plan.danger.severity).toBe('severe');
    expect((await pushPlan(plan, face)).end).toBe('cancelled');
    expect((await pushPlan(plan, face)).end).toBe('cancelled');
    expect((face.questions[0] as Question).detail).toContain('Severe: 2 nodes are changed');
    expect(face.said).toEqual([expect.stringContaining('not the id of the plan')]);
    expect(node.orders).toEqual([]);
    expect((await pushPlan(plan, face)).end).toBe('pushed');
    expect(face.questions.at(-1)).toContain(plan.id.slice(0, 12));
  });

  it('stops where a file is not as it was planned from, and says so', async () => {
    const node = memoryNode('a', { [main]: '# mine\n', [dropIn]: '# old\n' });
    const { plan, face } = await planned([node], [press]);
    node.files.set(dropIn, '# somebody else\n');
    const result = await pushPlan(plan, face);
    expect(result.end).toBe('refused');
    expect(result.end === 'refused' && result.plan.against).toMatchObject([
      { node: 'a', message: expect.stringContaining(dropIn) },
    ]);
    expect(face.questions).toEqual([]);
    expect(node.orders).toEqual([]);
  });

  it('writes nothing where pushes were turned off while the question was open', async () => {
    const nodes = [memoryNode('a')];
    const off = (question: Question): string => {
      face.forbid('Pushes are off here.');
      return press(question);
    };
    const { plan, face } = await planned(nodes, [off]);
    expect((await pushPlan(plan, face)).end).toBe('cancelled');
    expect(face.said).toEqual(['warning: Pushes are off here. Nothing was written.']);
    expect(nodes[0]!.orders).toEqual([]);
  });

  it('asks nothing where everything is as planned already', async () => {
    const node = memoryNode('a');
    const { plan, face } = await planned([node], [press]);
    await pushPlan(plan, face);
    expect((await pushPlan(plan, face)).end).toBe('unchanged');
    expect(node.orders).toHaveLength(1);
  });

  it('that is cancelled takes back what is under way and starts no other node', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const { plan, face } = await planned(nodes, [press, idIn]);
    nodes[0]!.during = () => face.cancel();
    const result = await pushPlan(plan, face);
    expect(result).toMatchObject({ end: 'pushed', cancelled: true });
    expect(nodes.map(({ cancelled }) => cancelled)).toEqual([true, false]);
    expect(nodes.flatMap(({ files }) => [...files.keys()])).toEqual([]);
    expect(await face.world.receipts.list()).toMatchObject([
      { nodes: [{ outcome: 'rolled-back' }, { outcome: 'waiting' }] },
    ]);
  });

  it('that is cancelled while the nodes are looked at again asks nothing and writes nothing', async () => {
    const nodes = [memoryNode('a')];
    const { plan, face } = await planned(nodes, [press]);
    const world = cancelledAtConnect(face);
    expect((await pushPlan(plan, { ...face, world })).end).toBe('cancelled');
    expect(face.questions).toEqual([]);
    expect(nodes[0]!.orders).toEqual([]);
  });

  it('does not wait for a machine that does not answer once it is cancelled, and leaves it when it does', async () => {
    const node = memoryNode('a');
    const { plan, face } = await planned([node], [press]);
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const { connect } = face.world;
    const world: typeof face.world = {
      ...face.world,
      connect: async (address) => {
        asked.resolve();
        await gate.promise;
        const link = await connect(address);
        opened.resolve();
        return link;
      },
    };
    const pushed = runPooled(world, (pool) => pushPlan(plan, { ...face, world: pool }));
    await asked.promise;
    face.cancel();
    expect((await pushed).end).toBe('cancelled');
    gate.resolve();
    await opened.promise;
    await expect.poll(() => node.sessions).toBe(0);
  });

  it('shows no secret, neither in changes nor in questions or lines', async () => {
    const node = memoryNode('a', {
      [main]: '[[registry]]\nlocation = "https://me:hunter2@quay.io"\n',
    });
    const { plan, face } = await planned([node], [press]);
    await pushPlan(plan, face);
    const all = JSON.stringify([shownChanges(plan.parts), face.questions, face.lines, face.said]);
    expect(all).not.toContain('hunter2');
  });

  it('keeps control characters of names out of its words', async () => {
    const node = memoryNode('a');
    node.facts = {
      ...node.facts,
      os: 'Debian \u001b[31m',
      versions: { podman: 'podman version 5.4.2\u001b]0;x' },
    };
    const { plan, face } = await planned([node], [press]);
    await pushPlan(plan, face);
    expect(JSON.stringify(face.questions)).not.toContain('\\u001b');
  });
});
