import { readFileSync } from 'node:fs';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { dropIn, house, planned } from '../testing/house.ts';
import { stage } from '../testing/push.ts';
import { runPlan } from './plan.ts';
import { runPush } from './push.ts';
import { runRollback } from './rollback.ts';

describe('rollback', () => {
  test('refuses where a file was changed since, unless that is confirmed', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { at, nodes: only } = house([node], { new: '# after\n' });
    const world = stage([node]);
    const options = { ...only, file: [`${at('new')}:${dropIn}`] };
    await world.run(runPlan, [], { ...options, out: at('p') });
    const { id } = JSON.parse(readFileSync(at('p'), 'utf8'));
    expect((await world.run(runPush, [at('p')], { ...only, confirm: id })).code).toBe(0);
    node.files.set(dropIn, '# later\n');
    const refused = await world.run(runRollback, [at('p')], { ...only, yes: true });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('was changed since');
    await expect(world.run(runRollback, [id], { ...only, overwrite: true, yes: true })).rejects.toThrow(
      /severe/,
    );
    expect((await world.run(runRollback, [id], { ...only, overwrite: true, confirm: id })).code).toBe(0);
    expect(node.files.get(dropIn)).toBe('# before\n');
  });

  test('shows what comes back, and asks', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { at, nodes: only } = house([node], { new: '# after\n' });
    const world = stage([node], { asks: true });
    world.answers.push(true, false);
    await world.run(runPush, [], { ...only, file: [`${at('new')}:${dropIn}`], confirm: undefined });
    const [receipt] = await world.outside.receipts.list();
    const left = await world.run(runRollback, [receipt?.planId ?? ''], only);
    expect(left.stderr).toContain('-# after\n+# before');
    expect(left.code).toBe(130);
    expect(node.files.get(dropIn)).toBe('# after\n');
  });

  test('of a push that was taken back already says so', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    await world.run(runPush, [plan], { ...only, yes: true });
    expect((await world.run(runRollback, [plan], { ...only, yes: true })).code).toBe(0);
    const again = await world.run(runRollback, [plan], { ...only, yes: true });
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('no node has a committed push')]);
  });

  test('of an unknown plan says what can be named', async () => {
    const node = memoryNode('a');
    const { nodes: only } = house([node]);
    expect((await stage([node]).run(runRollback, ['0123456789ab'], only)).stderr).toContain(
      'no push of plan',
    );
    expect((await stage([node]).run(runRollback, ['nothing'], only)).stderr).toContain('at least 12 digits');
  });

  test('of a push without a receipt here asks the nodes, which have records of their own', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const { plan, only, world, id } = await planned(nodes);
    await world.run(runPush, [plan], { ...only, confirm: id });
    const elsewhere = stage(nodes);
    const undone = await elsewhere.run(runRollback, [id.slice(0, 12)], { ...only, confirm: id, node: ['b'] });
    expect(undone.stderr).toContain('the nodes are asked');
    expect(undone.code).toBe(0);
    expect(nodes.map(({ files }) => files.has(dropIn))).toEqual([true, false]);
    expect((await elsewhere.run(runRollback, [id.slice(0, 13)], { ...only, confirm: id })).code).toBe(0);
    nodes[0]!.faults.set('connect', { kind: 'authentication', message: 'no', nextStep: '' });
    expect((await stage(nodes).run(runRollback, [id.slice(0, 12)], { ...only, confirm: id })).code).toBe(4);
  });
});
