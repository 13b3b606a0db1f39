import { codeOf } from '@mirrorwright/io/push';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { dropIn, planned } from '../testing/house.ts';
import { runPush } from './push.ts';

describe('push to a fleet', () => {
  const fleet = (count: number) => Array.from({ length: count }, (_, index) => memoryNode(`n${index}`));
  const refusing = { kind: 'service-failed', message: 'no', nextStep: '' } as const;

  test('stops at a canary that fails', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[0]!.faults.set('apply', refusing);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(code).toBe(1);
    expect(stdout).toContain('n1: not started');
    expect(nodes.filter(({ files }) => files.has(dropIn))).toEqual([]);
    expect(nodes.every(({ sessions }) => sessions === 0)).toBe(true);
  });

  test('goes on where it stopped with --resume', async () => {
    const nodes = fleet(5);
    const { plan, only, world, id } = await planned(nodes);
    nodes[2]!.faults.set('apply', refusing);
    const first = await world.run(runPush, [plan], { ...only, confirm: id, batch: '2', parallel: '1' });
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(
      /n0: committed.*\nn1: committed.*\nn2: rolled back.*\nn3: not started\nn4: not started/,
    );
    expect(first.stderr).toContain('--resume push-');
    const pushId = /--resume (push-\d+)/.exec(first.stderr)![1]!;
    nodes[2]!.faults.clear();
    const second = await world.run(runPush, [plan], { ...only, confirm: id, resume: pushId });
    expect(second.code).toBe(0);
    expect(nodes.map(({ orders }) => orders.length)).toEqual([1, 1, 2, 1, 1]);
    await expect(world.run(runPush, [plan], { ...only, confirm: id, resume: 'none' })).rejects.toThrow(
      /no receipt/,
    );
  });

  test('takes all back with --rollback-all', async () => {
    const nodes = fleet(3);
    const { plan, only, world, id } = await planned(nodes);
    nodes[2]!.faults.set('apply', refusing);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, confirm: id, 'rollback-all': true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/n0: rolled back.*\nn1: rolled back.*\nn2: rolled back/);
    expect(nodes.every(({ files }) => files.size === 0)).toBe(true);
  });

  test('stops safely at Ctrl+C and says what each node is', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[1]!.during = () => world.interrupt();
    const { code, stdout, stderr } = await world.run(runPush, [plan], {
      ...only,
      confirm: id,
      parallel: '1',
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Ctrl+C again leaves');
    expect(stdout).toMatch(/n0: committed.*\nn1: rolled back.*\nn2: not started\nn3: not started/);
    expect(nodes.every(({ sessions }) => sessions === 0)).toBe(true);
  });

  test('goes on past nodes that cannot be reached when that many may fail', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[1]!.faults.set('connect', { kind: 'timeout', message: 'no answer', nextStep: '' });
    const strict = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(strict.code).toBe(1);
    expect(nodes.every(({ orders }) => orders.length === 0)).toBe(true);
    const lenient = await world.run(runPush, [plan], { ...only, confirm: id, 'max-failures': '1' });
    expect(lenient.code).toBe(1);
    expect(nodes.map(({ orders }) => orders.length)).toEqual([1, 0, 1, 1]);
  });

  test('ends with the code that its nodes give', () => {
    const receipt = (...nodes: readonly [string, string?][]) => ({
      version: 1 as const,
      pushId: 'p',
      planId: '',
      kind: 'push' as const,
      startedAt: 0,
      nodes: nodes.map(([outcome, failure]) => ({
        node: 'a',
        address: 'a',
        outcome: outcome as 'committed',
        files: [],
        validated: [],
        ...(failure !== undefined && { failure }),
      })),
    });
    const code = (...nodes: readonly [string, string?][]) => codeOf(receipt(...nodes), { cancelled: false });
    expect(code(['committed'], ['unchanged'])).toBe(0);
    expect(code(['unknown'])).toBe(1);
    expect(code(['refused', 'authentication: no'], ['waiting'])).toBe(4);
    expect(code(['refused', 'authentication: no'], ['refused', 'timeout: no'])).toBe(1);
    expect(codeOf(receipt(['committed'], ['waiting']), { cancelled: true })).toBe(130);
    expect(codeOf(receipt(['committed']), { cancelled: true })).toBe(0);
  });
});
