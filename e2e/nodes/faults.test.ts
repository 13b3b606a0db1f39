import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { random as makeRandom } from '../support/random.ts';
import { type CaseRequest, runCase } from './support/case.ts';
import { faults } from './support/faults.ts';
import { steps } from './support/hold.ts';
import { type NodeLab, nodePrograms, startNodes } from './support/nodes.ts';
import { summarize, writeTable } from './support/table.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();
const pushes = Number(process.env.MIRRORWRIGHT_PUSHES ?? 60);
const seed = Number(process.env.MIRRORWRIGHT_SEED ?? Date.now() % 1_000_000);

/** MIRRORWRIGHT_TRACE names a file to follow a long run in. */
function note(line: string): void {
  const file = process.env.MIRRORWRIGHT_TRACE;
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

describe.skipIf(!ready)('whatever happens to a push', () => {
  let lab: NodeLab;
  let failures = 0;
  beforeAll(async () => {
    lab = await startNodes(8);
  }, 60_000);
  afterAll(() => lab?.stop());

  /** Runs cases on all nodes at once; a node that is done takes the next. */
  async function runAll(cases: readonly Omit<CaseRequest, 'lab' | 'node'>[]): Promise<readonly string[]> {
    const wrong: string[] = [];
    const queue = [...cases];
    const worker = async (node: NodeLab['nodes'][number]): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const started = Date.now();
        try {
          const result = await runCase({ lab, node, ...next });
          summarize(next.fault.name, result);
          note(
            `ok ${Date.now() - started} ms: ${next.fault.name} at ${next.step}: ${result.said}, ${result.set}`,
          );
        } catch (error) {
          wrong.push((error as Error).message);
          failures++;
          note((error as Error).message);
        }
      }
    };
    await Promise.all(lab.nodes.map(worker));
    return wrong;
  }

  it('at whichever step, its files end all old or all new, and the next push succeeds', {
    timeout: 900_000,
  }, async () => {
    const only = process.env.MIRRORWRIGHT_FAULT;
    const chosen = faults.filter(({ name }) => only === undefined || name === only);
    expect(await runAll(chosen.flatMap((fault) => steps.map((step) => ({ fault, step }))))).toEqual([]);
  });

  it(`and so do ${pushes} pushes with faults at random moments (seed ${seed})`, {
    timeout: 1_800_000,
  }, async () => {
    process.stdout.write(`seed ${seed}: MIRRORWRIGHT_SEED=${seed} MIRRORWRIGHT_PUSHES=${pushes}\n`);
    const random = makeRandom(seed);
    const cases = Array.from({ length: pushes }, () => ({
      fault: random.pick(faults),
      step: random.pick(steps),
      delay: random.int(400),
    }));
    expect(await runAll(cases)).toEqual([]);
    expect(failures, 'faults that left something wrong').toBe(0);
    writeTable({ seed, pushes });
  });
});
