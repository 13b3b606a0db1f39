import { codeOf } from '@mirrorwright/io/push';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { dropIn, house, planned } from '../testing/house.ts';
import { stage } from '../testing/push.ts';
import { runPlan } from './plan.ts';
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

  test('ends with 4 when every failure was a refused login, also of a plan made now', async () => {
    const nodes = fleet(2);
    const { options } = house(nodes);
    const world = stage(nodes);
    nodes[1]!.faults.set('connect', { kind: 'authentication', message: 'no', nextStep: '' });
    expect((await world.run(runPush, [], { ...options, yes: true })).code).toBe(4);
    expect((await world.run(runPlan, [], options)).code).toBe(4);
    nodes[0]!.facts = { ...nodes[0]!.facts, markers: ['/etc/machine-config-daemon/currentconfig'] };
    expect((await world.run(runPush, [], { ...options, yes: true })).code).toBe(1);
  });

  test('names the next commands as they work: with the plan, the nodes file and what is reloaded', async () => {
    const nodes = fleet(3);
    const { at, options, nodes: only } = house(nodes);
    const world = stage(nodes);
    const out = at('my plan.json');
    const made = await world.run(runPlan, [], { ...options, out, reload: 'app' });
    const file = only.nodes as string;
    expect(made.stderr).toContain(`mirrorwright push '${out}' --nodes ${file} --reload app  (plan`);
    const confirm = /[(]plan ([0-9a-f]+)[)]/.exec(made.stderr)![1]!;
    nodes[2]!.faults.set('apply', refusing);
    const pushed = await world.run(runPush, [out], { ...only, reload: 'app', confirm });
    expect(pushed.stderr).toContain(`undo: mirrorwright rollback ${confirm} --nodes ${file}\n`);
    expect(pushed.stderr).toMatch(
      new RegExp(`the rest: mirrorwright push '${out}' --resume push-\\d+ --nodes ${file} --reload app\n`),
    );
  });

  test('speaks of a rest only where there is one, and of a plan file only where one was given', async () => {
    const nodes = fleet(3);
    const { plan, only, world, id } = await planned(nodes);
    nodes[2]!.faults.set('apply', refusing);
    const first = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(first.stderr).toContain('the rest: mirrorwright push ');
    nodes[2]!.faults.clear();
    const again = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(again.stdout).toMatch(/n0: as planned already.*\n.*\nn2: committed/);
    expect(again.stderr).not.toContain('the rest:');
    const others = fleet(2);
    others[1]!.faults.set('apply', refusing);
    const made = stage(others);
    const { options } = house(others);
    const now = await made.run(runPlan, [], { ...options, format: 'json' });
    const confirm = JSON.parse(now.stdout).planId;
    const pushed = await made.run(runPush, [], { ...options, confirm });
    expect(pushed.stderr).toContain('the rest: the same command again');
  });

  test('shows no plan of nothing where every node is refused', async () => {
    const nodes = fleet(1);
    const { plan, only, world } = await planned(nodes);
    nodes[0]!.files.set(dropIn, '# by hand');
    const { code, stdout } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stdout).not.toContain('0 files on 0 nodes');
    expect(stdout).toContain('n0: refused, nothing was written');
  });

  test('names a node once where the message names it too', async () => {
    const nodes = fleet(1);
    const { plan, only, world } = await planned(nodes);
    nodes[0]!.faults.set('apply', { ...refusing, message: 'n0: the service is down', nextStep: 'look' });
    const { stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(stderr).toContain('n0: the service is down\n  next: look\n');
    expect(stderr).not.toContain('n0: n0:');
  });
});
