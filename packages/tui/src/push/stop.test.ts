import { memoryNode } from '@mirrorwright/io/testing';
import { expect, test } from 'vitest';
import { stage } from '../testing/push.ts';
import { stopOnInterrupt } from './stop.ts';

test('the first Ctrl+C stops what is under way, the second leaves and says what each node is', async () => {
  const node = memoryNode('a');
  const world = stage([node]);
  const said: string[] = [];
  const left: number[] = [];
  const stop = stopOnInterrupt(world.outside, {
    warn: (text) => said.push(text),
    states: () => 'a: unknown\n',
    leave: (code) => left.push(code),
  });
  stop.sessions.add(await world.outside.connect({ name: 'a', address: 'a', become: 'none' }));
  expect(stop.cancelled()).toBe(false);
  world.interrupt();
  expect([stop.cancelled(), node.cancelled, left]).toEqual([true, true, []]);
  world.interrupt();
  expect(left).toEqual([130]);
  expect(said[1]).toContain('a: unknown');
  stop.release();
  world.interrupt();
  expect(left).toEqual([130]);
});
