import { existsSync } from 'node:fs';
import type { NodeReport } from '@mirrorwright/core';
import { openNode } from '../../../packages/io/src/apply/open-node.ts';
import { sessionOptions, withContent } from './case.ts';
import { addressOf, type Change, newId, orderOf } from './drive.ts';
import { type HoldName, heldScript, holdAt, isHeld, release } from './hold.ts';
import { type NodeLab, until } from './nodes.ts';

/*
 * Somebody swaps a part of a push's way for a link while the push stands at a step. Where the link leads lies a copy of
 * what is expected there, so that only the link itself gives it away.
 */

export const outside = '/var/outside';

/** Where a push writes, and who swaps. */
export interface Scene {
  readonly base: string;
  /** Runs a line as the one who swaps. */
  as(line: string): string;
  /** Who owns the files. */
  readonly owner: string;
}

export const rootScene: Scene = { base: '/etc/containers', as: (line) => line, owner: 'root' };

export const userScene: Scene = {
  base: '/home/deploy/.config/containers',
  as: (line) => `runuser -u deploy -- bash -c '${line}'`,
  owner: 'deploy',
};

/** A line that swaps, and one that puts back. */
export interface Swap {
  readonly away: string;
  readonly back: string;
}

const link = (path: string, to: string): Swap => ({
  away: `mv ${path} ${path}.was && ln -s ${to} ${path}`,
  back: `rm ${path}; mv ${path}.was ${path}`,
});

export const swaps = {
  target: ({ base }: Scene) => link(`${base}/registries.conf`, `${outside}/registries.conf`),
  'folder of two': ({ base }: Scene) => link(`${base}/registries.conf.d`, `${outside}/registries.conf.d`),
  'folder of all': ({ base }: Scene) => link(base, outside),
  staged: ({ base }: Scene) => ({
    away: `for i in ${base}/.mirrorwright-*-3.staged; do mv $i ${base}/kept; ln -s ${outside}/new $i; echo $i >${base}/name; done`,
    back: `i=$(cat ${base}/name); if [ -e $i ]; then rm $i; mv ${base}/kept $i; fi; rm -f ${base}/name ${base}/kept`,
  }),
  'second name': ({ base }: Scene) => ({
    away: `for i in ${base}/.mirrorwright-*-3.staged.old; do rm $i; ln -s ${outside}/registries.conf $i; done`,
    back: 'true',
  }),
  'folder of backups': () => link('/var/lib/mirrorwright', `${outside}/state`),
  'folder of pushes': () => link('/var/lib/mirrorwright/pushes', `${outside}/state/pushes`),
  spool: () => link('/run/mirrorwright', `${outside}/run`),
} as const;

export type SwapName = keyof typeof swaps;

/** The push of every case: one file replaced, one made, one removed, and a policy. */
export function changesBelow(base: string): readonly Change[] {
  return [
    { path: `${base}/policy.json`, before: '{"old":1}\n', after: '{"new":1}\n' },
    { path: `${base}/registries.conf.d/a.conf`, before: null, after: '# a, new\n' },
    { path: `${base}/registries.conf.d/b.conf`, before: '# b, old\n', after: null },
    { path: `${base}/registries.conf`, before: '# old\n', after: '# new\n' },
  ];
}

export interface SwapCase {
  readonly lab: NodeLab;
  readonly scene: Scene;
  readonly swap: SwapName;
  readonly step: HoldName;
  /** The push is cancelled before it can be committed. */
  readonly cancel: boolean;
  /** The text on the node, where it is held within a step. */
  readonly script?: string;
}

export interface Swapped {
  readonly report: NodeReport;
  /** What the files are where they were confirmed, each old, new or something else, after the swap was put back. */
  readonly files: string;
  /** What differs where the link leads; empty as long as nothing was written there. */
  readonly written: string;
}

/** Every name below, with type, mode, owner, time and content. */
const look = `cd ${outside} && find . -printf '%p %y %m %u %g %l %T@ %C@\\n' | sort; find . -type f | sort | xargs -d '\\n' sha256sum`;

export async function runSwap({ lab, scene, swap, step, cancel, script }: SwapCase): Promise<Swapped> {
  const node = lab.nodes[0]!;
  const { base, owner } = scene;
  const changes = changesBelow(base);
  const { away, back } = swaps[swap](scene);
  const old = `mkdir -p registries.conf.d; echo '{"old":1}' >policy.json; echo '# b, old' >registries.conf.d/b.conf; echo '# old' >registries.conf`;
  node.run(
    [
      `rm -rf ${outside} ${base} ${base}.was /var/lib/mirrorwright* /etc/mirrorwright-lab/hold-*`,
      `mkdir -p -m 755 ${outside} ${base}; (cd ${base}; ${old}); (cd ${outside}; ${old}; echo '# new' >new; mkdir -p -m 700 state/pushes run)`,
      `chown -R ${owner}: ${outside}; chown -R ${owner}: ${base} && case ${base} in /home/*) chown ${owner}: /home/${owner}/.config ;; esac`,
    ].join('; '),
  );
  const before = node.run(look);
  holdAt(node, step);
  const onStep: Told = (told, open) => {
    if (cancel && told === 'await-confirm') open.cancel();
    // what cannot be taken back now is taken back when the way is free again
    if (told === 'waits') putBack();
  };
  const running = pushAt(lab, changes, onStep, script);
  let isAway = false;
  const putBack = (): void => {
    if (isAway) node.run(scene.as(back));
    isAway = false;
  };
  await until(() => isHeld(node), `${swap} at ${step}`);
  node.run(scene.as(away));
  isAway = true;
  release(node, step);
  const report = await running;
  const written = differences(before, node.run(look));
  putBack();
  return { report, written, files: await settled(lab, changes) };
}

type Told = (step: string, open: Awaited<ReturnType<typeof openNode>>) => void;

async function pushAt(
  lab: NodeLab,
  changes: readonly Change[],
  onStep: Told,
  script = heldScript,
): Promise<NodeReport> {
  const open = await openNode(addressOf(lab.nodes[0]!), { ...sessionOptions(lab), script });
  try {
    const order = orderOf(changes, { leaseSeconds: 20 });
    return await open.apply({ ...order, files: withContent(order.files) }, (step) => onStep(step, open));
  } finally {
    await open.close();
  }
}

/** Settles what was left over, and says what each file is. */
async function settled(lab: NodeLab, changes: readonly Change[]): Promise<string> {
  const node = lab.nodes[0]!;
  await until(
    () => node.try('[ ! -e /run/mirrorwright/lock ] || flock -n /run/mirrorwright/lock true').ok,
    'the lock',
  );
  if (existsSync(node.at('/var/lib/mirrorwright/journal'))) {
    const open = await openNode(addressOf(node), sessionOptions(lab));
    await open.repair(newId(), () => undefined);
    await open.close();
  }
  return changes
    .map(({ path, before, after }) => {
      const { ok, text } = node.try(`[ ! -L ${path} ] && cat ${path}`);
      const now = ok ? text : null;
      return now === before ? 'old' : now === after ? 'new' : 'other';
    })
    .join(' ');
}

/** A push afterwards, with nothing in its way: what it leaves over. */
export async function pushAfter(lab: NodeLab, { base }: Scene): Promise<string> {
  const node = lab.nodes[0]!;
  const next = changesBelow(base).map(({ path }) => {
    const { ok, text } = node.try(`cat ${path}`);
    return { path, before: ok ? text : null, after: 'next\n' };
  });
  const { outcome, failure } = await pushAt(lab, next, () => undefined);
  const over = node.run(
    `find ${base} -name '.mirrorwright*'; ls /run/mirrorwright | grep -v '^lock$'; ls /var/lib/mirrorwright/journal 2>/dev/null; true`,
  );
  return `${outcome} ${failure?.message ?? ''}${over}`.trim();
}

function differences(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  const still = new Set(after.split('\n'));
  return [
    ...after.split('\n').filter((line) => !known.has(line)),
    ...before
      .split('\n')
      .filter((line) => !still.has(line))
      .map((line) => `- ${line}`),
  ].join('\n');
}
