import { describe, expect, test } from 'vitest';
import { type FleetOptions, type FleetResult, runFleet } from './fleet.ts';

const calm: FleetOptions = { batch: 3, parallel: 2, maxFailures: 0, failedBefore: 0, cancelled: () => false };

/** Runs nodes 0..count-1 of which some fail; answers what was started, and how many at a time. */
async function fleet(count: number, failing: readonly number[], over: Partial<FleetOptions> = {}) {
  const started: number[] = [];
  let now = 0;
  let most = 0;
  const run = async (node: number): Promise<FleetResult> => {
    started.push(node);
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    return failing.includes(node) ? 'failed' : 'ok';
  };
  const nodes = Array.from({ length: count }, (_, index) => index);
  const end = await runFleet(nodes, { ...calm, ...over }, run);
  return { started, most, ...end };
}

describe('a fleet', () => {
  test('starts with one node alone and goes on in batches', async () => {
    const { started, left, why, most } = await fleet(10, []);
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([left, why, most]).toEqual([[], 'done', 2]);
  });

  test('stops at a canary that fails', async () => {
    const { started, left, why } = await fleet(4, [0], { maxFailures: 3 });
    expect([started, left, why]).toEqual([[0], [1, 2, 3], 'canary']);
  });

  test('starts nothing more after too many failures', async () => {
    const { started, left, why } = await fleet(10, [1, 5], { parallel: 1 });
    expect(started).toEqual([0, 1]);
    expect(left).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(why).toBe('failures');
    expect((await fleet(10, [1, 5], { maxFailures: 2 })).left).toEqual([]);
    expect((await fleet(10, [1], { maxFailures: 1, failedBefore: 1 })).why).toBe('failures');
  });

  test('stops when it is cancelled', async () => {
    let asked = 0;
    const { started, why } = await fleet(10, [], { parallel: 1, cancelled: () => ++asked > 3 });
    expect(why).toBe('cancelled');
    expect(started.length).toBeLessThan(4);
  });

  test('starts every node once or leaves it, and never too many at a time', async () => {
    for (let seed = 0; seed < 300; seed++) {
      const count = seed % 21;
      const failing = [seed % 5, (seed * 7) % 19];
      const over = { batch: 1 + (seed % 6), parallel: 1 + ((seed >> 1) % 6), maxFailures: seed % 4 };
      const { started, left, most } = await fleet(count, failing, over);
      const all = Array.from({ length: count }, (_, index) => index);
      expect([...started, ...left].sort((a, b) => a - b)).toEqual(all);
      expect(most).toBeLessThanOrEqual(over.parallel);
    }
  });
});
