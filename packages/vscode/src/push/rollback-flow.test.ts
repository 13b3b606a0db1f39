import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, it } from 'vitest';
import { cancelledAtConnect, chosen, dropIn, idIn, mirrorOf, press, testFace } from '../testing/push-face.ts';
import { planFor } from './current-plan.ts';
import type { Question } from './person.ts';
import { pushPlan } from './push-flow.ts';
import { rollBackPlan } from './rollback-flow.ts';

describe('a rollback from the editor', () => {
  it('shows what it restores, asks, and restores it', async () => {
    const nodes = [memoryNode('a')];
    const face = testFace(nodes, [press, press]);
    const plan = await planFor(chosen(nodes), mirrorOf('cache.corp.example/hub'), face.world);
    await pushPlan(plan, face);
    const result = await rollBackPlan(plan.id, chosen(nodes), face);
    expect(result).toMatchObject({ end: 'rolled-back', receipt: { kind: 'rollback' } });
    expect(face.shown).toMatchObject([
      [{ node: 'a', path: dropIn, before: expect.stringContaining('cache'), after: null }],
    ]);
    expect((face.questions[1] as Question).detail).toContain(`${dropIn} is removed`);
    expect(nodes[0]!.files.size).toBe(0);
  });

  it('over a change that somebody made since is severe', async () => {
    const node = memoryNode('a');
    const face = testFace([node], [press, press, undefined, press, idIn]);
    const plan = await planFor(chosen([node]), mirrorOf('cache.corp.example/hub'), face.world);
    await pushPlan(plan, face);
    node.files.set(dropIn, '# mine now\n');
    expect((await rollBackPlan(plan.id, chosen([node]), face)).end).toBe('cancelled');
    expect(node.files.get(dropIn)).toBe('# mine now\n');
    expect((face.questions[1] as Question).buttons).toEqual(['Overwrite and Roll Back']);
    expect((await rollBackPlan(plan.id, chosen([node]), face)).end).toBe('rolled-back');
    expect(node.files.has(dropIn)).toBe(false);
  });

  it('that is cancelled while the nodes are looked at asks nothing and says nothing', async () => {
    const node = memoryNode('a');
    const face = testFace([node], [press]);
    const world = cancelledAtConnect(face);
    expect((await rollBackPlan('0'.repeat(64), chosen([node]), { ...face, world })).end).toBe('cancelled');
    expect([...face.questions, ...face.said]).toEqual([]);
  });

  it('says where there is nothing to take back, and where a node does not answer', async () => {
    const node = memoryNode('a');
    const face = testFace([node]);
    expect((await rollBackPlan('0'.repeat(64), chosen([node]), face)).end).toBe('refused');
    node.faults.set('connect', { kind: 'timeout', message: 'no answer', nextStep: 'look at the network' });
    expect((await rollBackPlan('0'.repeat(64), chosen([node]), face)).end).toBe('refused');
    expect(face.said).toEqual([
      'info: No node has a committed push of plan 000000000000 to take back.',
      'error: Nothing was rolled back. a: no answer look at the network',
    ]);
    expect(face.questions).toEqual([]);
  });
});
