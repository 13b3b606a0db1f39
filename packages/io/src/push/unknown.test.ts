import type { Receipt } from '@mirrorwright/core';
import { describe, expect, test } from 'vitest';
import { memoryNode, memoryWorld } from '../testing/memory-node.ts';
import { openJournal } from './journal.ts';
import { outcomeWords } from './outcome.ts';
import { settleUnknown } from './unknown.ts';
import type { PushWorld } from './world.ts';

const machine = { name: 'a', address: 'a', become: 'sudo' } as const;

/** A push whose answer was lost. */
async function lost(world: PushWorld): Promise<Receipt> {
  const journal = await openJournal(
    {
      planId: '0'.repeat(64),
      pushId: 'p1',
      kind: 'push',
      nodes: [{ machine, destinations: [] }],
      dryRun: false,
      warn: () => undefined,
    },
    world,
  );
  await journal.started('a', 60);
  return journal.receipt();
}

describe('a push whose answer was lost', () => {
  test('is decided by the guard, and the record of the node says how', async () => {
    const node = memoryNode('a');
    const world = memoryWorld([node]);
    const receipt = await lost(world);
    expect(outcomeWords(receipt.nodes[0]!)).toMatch(/^unknown, the guard on the node decides by 20/);
    const session = await world.connect(machine);
    expect(await settleUnknown('a', session, [receipt], world)).toEqual([
      'push p1 ended on the node as refused',
    ]);
    expect(await world.receipts.list()).toMatchObject([{ nodes: [{ outcome: 'refused' }] }]);
  });

  test('through Ansible has no guard, and no record on the node that could settle it', async () => {
    const node = memoryNode('a');
    const world: PushWorld = { ...memoryWorld([node]), via: 'ansible' };
    const receipt = await lost(world);
    expect(outcomeWords(receipt.nodes[0]!)).not.toContain('guard');
    const session = await world.connect(machine);
    expect(await settleUnknown('a', session, [receipt], world)).toEqual([]);
    expect(await world.receipts.list()).toMatchObject([{ via: 'ansible', nodes: [{ outcome: 'unknown' }] }]);
  });
});
