import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lint, parseSnapshot, parseTarget, rootUser, rules } from '@mirrorwright/core';
import { afterAll, describe, expect, it } from 'vitest';
import { generatePolicy } from './support/generated-policy.ts';
import { haveVersion } from './support/programs.ts';
import { random } from './support/random.ts';
import { scratch, skopeoLoadsPolicy } from './support/skopeo.ts';

const policies = Number(process.env.MIRRORWRIGHT_POLICIES ?? 800);
const ready = haveVersion('skopeo', '1.9.3');

interface Case {
  readonly seed: number;
  readonly text: string;
  readonly loads: boolean;
  readonly message: string;
}

async function ask(folder: string, seed: number): Promise<Case> {
  // What is written to the disk is what is judged: half surrogates become U+FFFD on the way.
  const text = generatePolicy(random(seed * 6007 + 11)).toWellFormed();
  const path = join(folder, `${seed}.json`);
  writeFileSync(path, text);
  return { seed, text, ...(await skopeoLoadsPolicy(path)) };
}

function isFatal(text: string): boolean {
  const target = parseTarget('skopeo@1.9.3');
  if (!target.ok) throw new Error(target.message);
  const files = [{ path: 'etc/containers/policy.json', text }];
  const parsed = parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] });
  return lint({ nodes: [parsed], targets: [target.target], rules }).findings.some(({ fatal }) => fatal);
}

describe.skipIf(!ready)(`${policies} generated and mutated policies, asked of the real skopeo 1.9.3`, () => {
  const cases: Case[] = [];

  it('are refused by skopeo exactly where lint finds something fatal', { timeout: 300_000 }, async () => {
    const folder = scratch('policy');
    try {
      for (let at = 0; at < policies; at += 4) {
        const seeds = [at, at + 1, at + 2, at + 3];
        cases.push(...(await Promise.all(seeds.map((seed) => ask(folder.path, seed)))));
      }
    } finally {
      folder.dispose();
    }
    const wrong = cases.filter(({ text, loads }) => isFatal(text) === loads);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  it('load in at least 30 % of the cases', () => {
    expect(cases.filter(({ loads }) => loads).length / cases.length).toBeGreaterThanOrEqual(0.3);
  });

  afterAll(() => {
    const refused = cases.filter(({ loads }) => !loads).length;
    process.stdout.write(`policy differential: ${cases.length} policies, ${refused} refused by skopeo\n`);
  });
});
