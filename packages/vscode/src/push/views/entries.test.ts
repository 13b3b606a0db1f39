import { type MemoryNode, memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, it } from 'vitest';
import { chosen, dropIn, mirrorOf, press, testFace } from '../../testing/push-face.ts';
import { planFor } from '../current-plan.ts';
import { pushPlan } from '../push-flow.ts';
import { type Entry, faultEntries, historyEntries, nodeEntries, planEntries } from './entries.ts';

const hour = 3_600_000;

function all(entries: readonly Entry[]): readonly Entry[] {
  return entries.flatMap((entry) => [entry, ...all(entry.children ?? [])]);
}

async function pushed(nodes: readonly MemoryNode[]): Promise<ReturnType<typeof historyEntries>> {
  const face = testFace(nodes, [press]);
  await pushPlan(await planFor(chosen(nodes), mirrorOf('cache.corp.example/hub'), face.world), face);
  const receipts = await face.world.receipts.list();
  return historyEntries(receipts, () => receipts[0]!.startedAt + 2 * hour);
}

describe('the views of a push', () => {
  it('list nodes with their address, and what is known of them since somebody asked', () => {
    const nodes = chosen([memoryNode('a'), memoryNode('b'), memoryNode('c')]);
    const drift = {
      node: 'a',
      unsettled: false,
      files: [{ path: dropIn, state: 'changed', pushId: 'p' }],
    } as const;
    const entries = nodeEntries(
      nodes,
      new Map([
        ['a', { kind: 'answered', readers: ['podman@5.4'], drift }],
        ['b', { kind: 'failed', message: 'no answer', nextStep: 'look at the network' }],
      ]),
    );
    expect(entries.map(({ label, description, icon }) => [label, description, icon])).toEqual([
      ['a', '1 file not as pushed', 'warning'],
      ['b', 'no answer', 'error'],
      ['c', '', 'server'],
    ]);
    expect(all(entries).map(({ label }) => label)).toContain('look at the network');
  });

  it('say what is wrong with the nodes file, its line first, and lead there', () => {
    const far = '/home/me/a: b 3/a long way/mirrorwright-nodes.yaml';
    const entries = faultEntries([`${far}:3 a key: twice / more`, `${far} is a folder, not a file`]);
    expect(entries.map(({ label }) => label)).toEqual([
      'mirrorwright-nodes.yaml:3 a key: twice / more',
      `${far} is a folder, not a file`,
    ]);
    expect(entries[0]).toMatchObject({
      tooltip: `${far}:3 a key: twice / more`,
      runs: 'mirrorwright.editNodes',
    });
  });

  it('list the plan with a file to open, its severity, and why a node is not in it', async () => {
    const broken = memoryNode('b');
    broken.faults.set('connect', { kind: 'timeout', message: 'no answer', nextStep: 'wait' });
    const nodes = [memoryNode('a'), broken];
    const { world } = testFace(nodes);
    const refused = planEntries(await planFor(chosen(nodes), mirrorOf('cache.corp.example'), world));
    expect(refused[0]).toMatchObject({
      icon: 'error',
      description: expect.stringContaining('cannot be pushed'),
    });
    expect(refused[1]).toMatchObject({ label: 'b', description: 'no answer' });
    const plan = planEntries(await planFor(chosen(nodes.slice(0, 1)), mirrorOf('cache.corp.example'), world));
    expect(all(plan).find(({ label }) => label === dropIn)).toMatchObject({
      description: 'new',
      opens: { node: 'a', path: dropIn },
    });
    expect(planEntries(undefined)).toEqual([]);
  });

  it('list what was pushed, and offer a rollback where something may be committed', async () => {
    const good = await pushed([memoryNode('a')]);
    expect(good).toMatchObject([{ context: 'push', icon: 'pass', description: '2 hours ago · 1 node' }]);
    const bad = memoryNode('a');
    bad.faults.set('apply', { kind: 'service-failed', message: 'crio \u001b[31mfailed\nmore', nextStep: '' });
    const [failed] = await pushed([bad]);
    expect(failed).toMatchObject({ context: 'receipt', icon: 'error' });
    expect(JSON.stringify(failed)).not.toContain('\\u001b');
  });

  it('name every line once', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const { world } = testFace(nodes);
    const entries = [
      ...all(planEntries(await planFor(chosen(nodes), mirrorOf('cache.corp.example'), world))),
      ...all(await pushed(nodes)),
    ].map(({ id }) => id);
    expect(new Set(entries).size).toBe(entries.length);
  });
});
