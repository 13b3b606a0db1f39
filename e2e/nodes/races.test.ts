import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { type HoldName, heldWithin } from './support/hold.ts';
import { type NodeLab, nodePrograms, startNodes } from './support/nodes.ts';
import { pushAfter, rootScene, runSwap, type SwapName, userScene } from './support/swap.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();

const targets: readonly SwapName[] = ['target', 'folder of two', 'folder of all'];
const ours: readonly SwapName[] = ['folder of backups', 'folder of pushes', 'spool'];

/** Where the push stands while somebody swaps, and what can be swapped there. */
const moments: readonly (readonly [when: string, step: HoldName, swaps: readonly SwapName[]])[] = [
  ['before the check', 're-hash', [...targets, ...ours]],
  ['between check and stage', 'stage', [...targets, ...ours]],
  ['between stage and validation', 'validate', [...targets, 'staged', ...ours]],
  ['between stage and backup', 'back-up', [...targets, 'staged', ...ours]],
  ['between backup and rename', 'journal-prepared', [...targets, 'staged', ...ours]],
  ['between two renames', 'rename-b.conf', [...targets, 'staged', ...ours]],
  ['before the last rename', 'rename-registries.conf', [...targets, 'staged', ...ours]],
  ['between rename and rollback', 'await-confirm', [...targets, 'second name', ...ours]],
  ['within the rollback', 'restored-b.conf', ['folder of all', 'folder of two', ...ours]],
];

describe.skipIf(!ready)('links that take the place of a folder or file while a push is under way', () => {
  let lab: NodeLab;
  beforeAll(async () => {
    lab = await startNodes(1);
  }, 60_000);
  afterAll(() => lab?.stop());

  const rows = moments.flatMap(([when, step, swaps]) =>
    swaps.flatMap((swap) =>
      ([rootScene, userScene] as const)
        // a user reaches nothing of root's
        .filter((scene) => scene === rootScene || !ours.includes(swap))
        .map((scene) => ({
          when,
          step,
          swap,
          who: scene === rootScene ? 'a process of root' : 'the user',
          scene,
        })),
    ),
  );

  it.each(rows)(
    '$swap, $when, by $who: nothing is written where the link leads',
    async ({ scene, step, swap }) => {
      const cancel = step === 'await-confirm' || step.startsWith('restored');
      const { report, written, files } = await runSwap({ lab, scene, step, swap, cancel });
      const where = JSON.stringify(report);
      expect(written, where).toBe('');
      // a file that somebody moved away after it was written is theirs, and is named
      const isTheirs = swap === 'target' && step === 'await-confirm';
      const set = isTheirs ? files.split(' ').slice(0, -1) : files.split(' ');
      expect(new Set(set).size, `${files}: ${where}`).toBe(1);
      expect(set[0]).not.toBe('other');
      if (isTheirs) expect(report.failure?.message).toContain('left alone, changed by somebody else');
      if (report.outcome === 'committed') expect(set[0]).toBe('new');
      else if (report.outcome !== 'unknown') expect(set[0], where).toBe('old');
      expect(await pushAfter(lab, scene)).toBe('committed');
    },
    60_000,
  );

  it.each([
    ['folder of all', 'within-stage-policy.json'],
    ['folder of two', 'within-stage-a.conf'],
    ['folder of two', 'within-rename-a.conf'],
    ['folder of two', 'within-rename-b.conf'],
    ['folder of all', 'within-rename-registries.conf'],
    ['staged', 'within-rename-registries.conf'],
    ['folder of all', 'within-restore-policy.json'],
    ['second name', 'within-restore-registries.conf'],
    ['folder of all', 'within-restore-registries.conf'],
  ] as const)(
    '%s, %s: what was begun goes on in the folder that was looked at',
    async (swap, step) => {
      const cancel = step.startsWith('within-restore');
      const request = { lab, scene: rootScene, step, swap, cancel, script: heldWithin() };
      const { report, written, files } = await runSwap(request);
      const where = `${files}: ${JSON.stringify(report)}`;
      expect(written, where).toBe('');
      expect(['old old old old', 'new new new new'], where).toContain(files);
      expect(files.startsWith('new'), where).toBe(report.outcome === 'committed');
      expect(await pushAfter(lab, rootScene)).toBe('committed');
    },
    60_000,
  );
});
