import { join } from 'node:path';
import { createNode, lint, parseSnapshot, parseTarget, rootUser, rules } from '@mirrorwright/core';
import { afterAll, describe, expect, it } from 'vitest';
import { type GeneratedConfig, generateConfig } from './support/generated-config.ts';
import { haveVersion } from './support/programs.ts';
import { random } from './support/random.ts';
import { type LoadAnswer, scratch, skopeoLoads, writeHome } from './support/skopeo.ts';

const files = 1200;
const ready = haveVersion('skopeo', '1.9.3');

/** The reader's words for each condition of the catalogue that a pair of files can meet. */
const words: Readonly<Record<string, RegExp>> = {
  B1: /toml: |incompatible types|type mismatch/,
  B2: /URI schemes are not supported/,
  B3: /both location and prefix are unset/,
  B4: /location is unset and prefix is not in the format/,
  B5: /must not be set for a non-mirror registry/,
  B6: /mirror location is unset/,
  B7: /cannot set mirror usage mirror-by-digest-only/,
  B8: /unsupported pull-from-mirror value/,
  B9: /conflicting 'insecure'/,
  B10: /conflicting 'blocked'/,
  B11: /Invalid unqualified-search-registries entry/,
  B12: /invalid short-name mode/,
  B13: /Wildcarded prefix should be in the format/,
  B14: /invalid short name|cannot parse short name/,
  B15: /invalid alias|parsing alias/,
  B16: /mixing sysregistry v1\/v2 is not supported/,
  B17: /must be in v2 format but is in v1/,
};

interface Case {
  readonly seed: number;
  readonly config: GeneratedConfig;
  readonly answer: LoadAnswer;
}

/** The reader binds keys of one table that differ only in case at random: such files prove nothing. */
function foldedTwice(text: string): boolean {
  return text.split(/^\s*\[/m).some((table) => {
    const keys = [...table.matchAll(/^\s*["']?([A-Za-z-]+)["']?\s*=/gm)].map((match) => match[1]!);
    const exact = new Set(keys);
    return new Set([...exact].map((key) => key.toLowerCase())).size < exact.size;
  });
}

async function ask(seed: number): Promise<Case | undefined> {
  const config = generateConfig(random(seed * 7919), seed);
  if (foldedTwice(config.main)) return undefined;
  const home = scratch('load');
  try {
    writeHome(home.path, { main: config.main, dropIns: config.dropIns });
    return { seed, config, answer: await skopeoLoads(home.path) };
  } finally {
    home.dispose();
  }
}

/** The same files as a node, judged by the rules. */
function hasFatalFinding(config: GeneratedConfig, targetId: string): boolean {
  const parsedTarget = parseTarget(targetId);
  if (!parsedTarget.ok) throw new Error(parsedTarget.message);
  const folder = 'root/.config/containers';
  const parsed = parseSnapshot({
    files: [
      { path: `${folder}/registries.conf`, text: config.main },
      ...[...config.dropIns].map(([name, text]) => ({ path: join(folder, 'registries.conf.d', name), text })),
    ],
    rooted: true,
    user: rootUser,
    unreadable: [],
  });
  const fatal = lint({ nodes: [parsed], targets: [parsedTarget.target], rules }).findings.some(
    (finding) => finding.fatal,
  );
  const refused = createNode(parsed, parsedTarget.target).config().loadErrors.length > 0;
  expect(fatal, 'lint and the merged configuration agree').toBe(refused);
  return fatal;
}

describe.skipIf(!ready)(`${files} generated and mutated files, asked of the real skopeo 1.9.3`, () => {
  const cases: Case[] = [];

  it('are refused by skopeo exactly where lint finds something fatal', { timeout: 300_000 }, async () => {
    const seeds = Array.from({ length: files }, (_, index) => index);
    for (let at = 0; at < seeds.length; at += 4) {
      const batch = await Promise.all(seeds.slice(at, at + 4).map(ask));
      cases.push(...batch.filter((found) => found !== undefined));
    }
    expect(cases.length).toBeGreaterThan(1000);
    const wrong = cases.filter(
      ({ config, answer }) => hasFatalFinding(config, 'skopeo@1.9.3') === answer.loads,
    );
    const shown = wrong
      .slice(0, 10)
      .map(({ seed, config, answer }) => ({ seed, answer, ...config, dropIns: [...config.dropIns] }));
    expect(shown).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  it('load in at least 40 % of the cases', () => {
    const loading = cases.filter(({ answer }) => answer.loads).length;
    expect(loading / cases.length).toBeGreaterThanOrEqual(0.4);
  });

  it.each(Object.entries(words))('meet condition %s at least ten times', (_condition, pattern) => {
    const hits = cases.filter(({ answer }) => pattern.test(answer.message)).length;
    expect(hits).toBeGreaterThanOrEqual(10);
  });

  afterAll(() => {
    const refused = cases.filter(({ answer }) => !answer.loads).length;
    process.stdout.write(`load differential: ${cases.length} files, ${refused} refused by skopeo\n`);
  });
});
