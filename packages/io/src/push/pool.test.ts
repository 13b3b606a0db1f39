import { describe, expect, test } from 'vitest';
import { memoryNode, memoryWorld } from '../testing/memory-node.ts';
import { pooled } from './pool.ts';

const address = { name: 'a', address: 'a', become: 'none' } as const;

describe('kept connections', () => {
  test('are used again for the same node, by one at a time', async () => {
    const node = memoryNode('a');
    const { world, end } = pooled(memoryWorld([node]));
    const first = await world.connect(address);
    await first.close();
    expect(node.sessions).toBe(1);
    const second = await world.connect(address);
    expect(await second.facts([], [])).toEqual(node.facts);
    expect(node.sessions).toBe(1);
    const third = await world.connect(address);
    expect(node.sessions).toBe(2);
    await Promise.all([second.close(), third.close(), third.close()]);
    await end();
    expect(node.sessions).toBe(0);
  });

  test('are closed when they are given back after the end', async () => {
    const node = memoryNode('a');
    const { world, end } = pooled(memoryWorld([node]));
    const link = await world.connect(address);
    await end();
    await link.close();
    expect(node.sessions).toBe(0);
  });

  test('are closed for good when something failed in them', async () => {
    const node = memoryNode('a');
    const { world, end } = pooled(memoryWorld([node]));
    const link = await world.connect(address);
    node.faults.set('read', { kind: 'timeout', message: 'gone', nextStep: '' });
    await expect(link.read(['/etc/x'], [])).rejects.toThrow('gone');
    await link.close();
    expect(node.sessions).toBe(0);
    await end();
  });
});
