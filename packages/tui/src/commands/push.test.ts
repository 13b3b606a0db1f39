import { readFileSync, writeFileSync } from 'node:fs';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { dropIn, house, main, planned } from '../testing/house.ts';
import { stage } from '../testing/push.ts';
import { runCheck } from './nodes-remote.ts';
import { runPush } from './push.ts';
import { runRollback } from './rollback.ts';

describe('push', () => {
  test('carries out a plan, keeps a receipt and can be taken back', async () => {
    const node = memoryNode('a', { [main]: '# mine\n' });
    const { plan, only, world, id } = await planned([node]);
    const pushed = await world.run(runPush, [plan], { ...only, yes: true });
    expect(pushed.code).toBe(0);
    expect(pushed.stdout).toContain('+location = "cache.corp.example/hub"');
    expect(pushed.stdout).toContain('a: committed');
    expect(pushed.stderr).toContain(`rollback ${id.slice(0, 12)}`);
    expect(node.files.get(dropIn)).toContain('cache.corp.example/hub');
    expect((await world.outside.receipts.list())[0]).toMatchObject({
      planId: id,
      nodes: [{ outcome: 'committed' }],
    });
    const undone = await world.run(runRollback, [id.slice(0, 12)], { ...only, yes: true });
    expect(undone.code).toBe(0);
    expect([...node.files.keys()]).toEqual([main]);
    expect(node.sessions).toBe(0);
  });

  test('of a policy needs no plan file', async () => {
    const node = memoryNode('a');
    const { options } = house([node]);
    expect((await stage([node]).run(runPush, [], { ...options, yes: true })).code).toBe(0);
    expect(node.files.has(dropIn)).toBe(true);
  });

  test('asks, and writes nothing without a yes', async () => {
    const node = memoryNode('a');
    const { options } = house([node]);
    const world = stage([node], { asks: true });
    world.answers.push(false, undefined, true);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect(node.orders).toEqual([]);
    expect(world.questions[0]).toMatch(/^Push plan [0-9a-f]{12} to a\?$/);
    expect((await world.run(runPush, [], options)).code).toBe(0);
  });

  test('is a usage error where nobody can be asked', async () => {
    const node = memoryNode('a');
    await expect(stage([node]).run(runPush, [], house([node]).options)).rejects.toThrow(/--yes/);
    expect(node.orders).toEqual([]);
    expect(node.sessions).toBe(0);
  });

  test('of severe changes needs the id of the plan, which --yes is not', async () => {
    const node = memoryNode('a', { [main]: '[[registry]]\nlocation = "quay.io"\n' });
    const { at, nodes: only } = house([node], { empty: '# empty\n' });
    const options = { ...only, file: [`${at('empty')}:${main}`] };
    await expect(stage([node]).run(runPush, [], { ...options, yes: true })).rejects.toThrow(/--confirm/);
    const world = stage([node], { asks: true });
    world.answers.push('yes', '0123456789ab');
    expect((await world.run(runPush, [], { ...options, yes: true })).code).toBe(130);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect((await world.run(runPush, [], { ...options, confirm: '0'.repeat(64) })).code).toBe(1);
    expect(node.orders).toEqual([]);
    const id = /id ([0-9a-f]{12})/.exec(world.questions[0]!)![1]!;
    world.answers.push(id);
    const { code, stdout } = await world.run(runPush, [], options);
    expect(stdout).toContain('severe: the entry of quay.io goes');
    expect(code).toBe(0);
  });

  test('of many nodes needs the id too', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const { plan, only, world, id } = await planned(nodes);
    await expect(world.run(runPush, [plan], { ...only, yes: true })).rejects.toThrow(/severe/);
    // less than what is shown is no confirmation
    expect((await world.run(runPush, [plan], { ...only, confirm: id.slice(0, 11) })).code).toBe(1);
    expect((await world.run(runPush, [plan], { ...only, confirm: id.slice(0, 12) })).code).toBe(0);
    expect(nodes.every(({ files }) => files.has(dropIn))).toBe(true);
  });

  test('stops at errors of the rules until they are accepted by name', async () => {
    const node = memoryNode('a');
    const { at, nodes: only } = house([node], { bad: '[[registry]]\nprefix = "docker.io"\n' });
    const options = { ...only, file: [`${at('bad')}:${dropIn}`], yes: true };
    const blocked = await stage([node]).run(runPush, [], options);
    expect(blocked.code).toBe(1);
    const codes = [...blocked.stderr.matchAll(/--accept (MW\d+)/g)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(0);
    expect(node.orders).toEqual([]);
    expect((await stage([node]).run(runPush, [], { ...options, accept: codes })).code).toBe(0);
  });

  test('stops at drift before anything is written', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { plan, only, world } = await planned([node]);
    node.files.set(dropIn, '# somebody else\n');
    const { code, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain('was changed since the plan was made');
    expect(node.files.get(dropIn)).toBe('# somebody else\n');
    expect(await world.outside.receipts.list()).toEqual([]);
  });

  test('of a plan that somebody changed is refused, and nobody is contacted', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    node.faults.set('connect', { kind: 'other', message: 'contacted', nextStep: '' });
    writeFileSync(plan, readFileSync(plan, 'utf8').replaceAll('cache.corp', 'evil.corp'));
    const { code, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain('was changed after it was made');
    expect(stderr).not.toContain('contacted');
  });

  test('of a plan for other machines is refused', async () => {
    const node = memoryNode('a');
    const { plan, at, world } = await planned([node]);
    writeFileSync(at('nodes.yaml'), 'nodes: [{name: a, address: 192.0.2.99, become: sudo}]\n');
    expect((await world.run(runPush, [plan], { nodes: at('nodes.yaml'), yes: true })).stderr).toContain(
      'the nodes file has 192.0.2.99',
    );
    writeFileSync(at('nodes.yaml'), 'nodes: [{name: b, address: b}]\n');
    expect((await world.run(runPush, [plan], { nodes: at('nodes.yaml'), yes: true })).stderr).toContain(
      'has no a',
    );
  });

  test('with --dry-run asks nothing, changes nothing and leaves no receipt', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, 'dry-run': true });
    expect(code).toBe(0);
    expect(stdout).toContain('a: dry run');
    expect(node.orders[0]).toMatchObject({ dryRun: true, leaseSeconds: 60, keepBackups: 10 });
    expect(node.files.size).toBe(0);
    expect(await world.outside.receipts.list()).toEqual([]);
  });

  test('that a node took back says so and fails', async () => {
    const node = memoryNode('a');
    node.faults.set('apply', {
      kind: 'service-failed',
      message: 'crio did not reload',
      nextStep: 'see its journal',
    });
    const { plan, only, world } = await planned([node]);
    const { code, stdout, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stdout).toContain('a: rolled back, as it was before (service-failed: crio did not reload)');
    expect(stderr).toContain('next: see its journal');
  });

  test('whose end nobody heard is unknown, and says until when', async () => {
    const node = memoryNode('a');
    node.faults.set('lost', {
      kind: 'timeout',
      message: 'the connection is gone',
      nextStep: 'nodes check a',
    });
    const { plan, only, world } = await planned([node]);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/a: unknown, the guard on the node decides by 20\d\d-/);
    const [receipt] = await world.outside.receipts.list();
    expect(receipt?.nodes[0]).toMatchObject({ outcome: 'unknown' });
    // at the next contact the node says what became of it
    node.faults.clear();
    node.records.push({
      pushId: receipt!.pushId,
      planId: '',
      kind: 'apply',
      outcome: 'rolled-back',
      at: 0,
      files: [],
    });
    await world.run(runCheck, [], only);
    expect((await world.outside.receipts.list())[0]?.nodes[0]).toMatchObject({ outcome: 'rolled-back' });
  });

  test('again finds everything as planned', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    await world.run(runPush, [plan], { ...only, yes: true });
    const { code, stdout } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(0);
    expect(stdout).toContain('as planned already');
    expect(node.orders).toHaveLength(1);
  });

  test('tells its events as JSON lines', async () => {
    const { plan, only, world } = await planned([memoryNode('a')]);
    const { stdout } = await world.run(runPush, [plan], { ...only, yes: true, format: 'jsonl' });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(['start', 'step', 'step', 'step', 'end', 'done']);
    expect(events.at(-1).receipt.nodes[0].outcome).toBe('committed');
  });
});
