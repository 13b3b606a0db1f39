import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { NodeReport } from '@mirrorwright/core';
import { openNode } from '../../../packages/io/src/apply/open-node.ts';
import { NodeError } from '../../../packages/io/src/session/failures.ts';
import { addressOf, type Change, type Drive, drive, newId, orderOf, sshConfigFile } from './drive.ts';
import type { Fault } from './faults.ts';
import { heldScript, holdAt, isHeld, release, type StepName } from './hold.ts';
import { type NodeLab, type PseudoNode, until } from './nodes.ts';

/** A push that stands at a step, for a fault to meet it. */
export interface Held {
  readonly lab: NodeLab;
  readonly node: PseudoNode;
  readonly driver: Drive | undefined;
  /** Whether the push is sure to stand there until the fault has come. */
  readonly stands: boolean;
  /** The same push by somebody else. */
  pushAgain(): Promise<NodeReport>;
}

export interface CaseResult {
  /** What the program said of the push. */
  readonly said: NodeReport['outcome'] | 'killed';
  /** What the files were in the end. */
  readonly set: 'old' | 'new' | 'mixed';
}

export interface CaseRequest {
  readonly lab: NodeLab;
  readonly node: PseudoNode;
  readonly fault: Fault;
  readonly step: StepName;
  /** Milliseconds after the step at which the fault comes; the push then runs on. */
  readonly delay?: number;
}

const base = '/etc/containers';

/** One file replaced, one made, one removed, and a policy. */
const changes: readonly Change[] = [
  { path: `${base}/policy.json`, before: '{"old":1}\n', after: '{"new":1}\n' },
  { path: `${base}/registries.conf.d/a.conf`, before: null, after: '# a, new\n' },
  { path: `${base}/registries.conf.d/b.conf`, before: '# b, old\n', after: null },
  { path: `${base}/registries.conf`, before: '# old\n'.repeat(2000), after: '# new\n'.repeat(3000) },
];
const reload = [{ unit: 'podman.service', verb: 'try-restart' }] as const;

function textAt(node: PseudoNode, path: string): string | null {
  const file = node.at(path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function setOf(node: PseudoNode, list: readonly Change[]): CaseResult['set'] {
  const texts = list.map(({ path }) => textAt(node, path));
  if (list.every(({ before }, index) => texts[index] === before)) return 'old';
  return list.every(({ after }, index) => texts[index] === after) ? 'new' : 'mixed';
}

/** The file systems are small and their own, so that they can be filled and closed. A reboot keeps the disk, so not there. */
async function prepare(node: PseudoNode, fault: Fault): Promise<void> {
  const small = ['disk full', 'read-only', 'permission lost'].includes(fault.name);
  const mount = small
    ? `for i in ${base} /var/lib/mirrorwright; do mkdir -p $i; mount -t tmpfs -o size=1m,mode=755 tmpfs $i; done; chmod 700 /var/lib/mirrorwright`
    : 'true';
  const { ok, text } = await node.later(
    `while umount ${base} 2>/dev/null || umount /var/lib/mirrorwright 2>/dev/null; do :; done; rm -rf ${base} /var/lib/mirrorwright /etc/mirrorwright-lab/hold-*; mkdir -p ${base}; ${mount}; mkdir -p ${base}/registries.conf.d`,
  );
  if (!ok) throw new Error(text);
  for (const { path, before } of changes) if (before !== null) writeFileSync(node.at(path), before);
}

async function push(
  lab: NodeLab,
  node: PseudoNode,
  list: readonly Change[],
  task: 'apply' | 'repair',
): Promise<NodeReport> {
  try {
    const session = await openNode(addressOf(node), sessionOptions(lab));
    try {
      const order = { ...orderOf(list, { reload }), files: withContent(orderOf(list, { reload }).files) };
      return task === 'repair'
        ? await session.repair(newId(), () => undefined)
        : await session.apply(order, () => undefined);
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    const nothing = { steps: [], validated: [] };
    return { node: node.name, pushId: '', outcome: 'refused', failure: error.failure, ...nothing };
  }
}

export function withContent(
  files: ReturnType<typeof orderOf>['files'],
): Parameters<Awaited<ReturnType<typeof openNode>>['apply']>[0]['files'] {
  return files.map(({ text, ...file }) => ({
    ...file,
    ...(text === undefined ? {} : { content: Buffer.from(text) }),
  }));
}

let configFile: string | undefined;

/** For sessions in this very process, which reach the nodes by a wrapper of ssh. */
export function sessionOptions(lab: NodeLab): NonNullable<Parameters<typeof openNode>[1]> {
  configFile ??= sshConfigFile(lab);
  return {
    configFiles: [configFile],
    sshProgram: lab.sshProgram,
    connectSeconds: 5,
    aliveSeconds: 1,
    script: heldScript,
  };
}

/** Reads every file again and again: at every instant each is whole, old or new. */
function watchFiles(node: PseudoNode, fault: Fault): () => readonly string[] {
  const torn: string[] = [];
  const timer = setInterval(() => {
    for (const { path, before, after } of changes) {
      try {
        const text = textAt(node, path);
        if (text !== before && text !== after && !(fault.edits === true && text === 'somebody else\n'))
          torn.push(`${path}: ${text?.length ?? 'missing'}`);
      } catch {
        // gone between two looks, or the node is down
      }
    }
  }, 20);
  return () => {
    clearInterval(timer);
    return torn;
  };
}

/** Starts a push, lets the fault meet it at the step, lifts the fault, and judges what is left. @throws where it is wrong. */
export async function runCase({ lab, node, fault, step, delay }: CaseRequest): Promise<CaseResult> {
  await prepare(node, fault);
  holdAt(node, step);
  const driver = fault.ownProcess === true ? startDriver(lab, node) : undefined;
  let ended = false;
  const running = (driver === undefined ? push(lab, node, changes, 'apply') : outcomeOf(driver)).finally(
    () => {
      ended = true;
    },
  );
  const torn = watchFiles(node, fault);
  const held: Held = {
    lab,
    node,
    driver,
    stands: delay === undefined,
    pushAgain: () => push(lab, node, changes, 'apply'),
  };
  try {
    await until(() => ended || isHeld(node), `${fault.name} at ${step} on ${node.name}`, 120);
    if (delay !== undefined) {
      release(node, step);
      await new Promise((done) => setTimeout(done, delay));
    }
    await fault.inject(held);
    release(node, step);
    // long enough for the push to meet the fault, and for a connection that hangs to be given up
    await Promise.race([
      running,
      new Promise((done) => setTimeout(done, fault.name === 'link hung' ? 4000 : 1500)),
    ]);
  } finally {
    release(node, step);
    await fault.lift?.(held);
  }
  const report = await running;
  return judge({ lab, node, fault, step }, report, torn);
}

async function judge(
  { lab, node, fault, step }: CaseRequest,
  report: NodeReport | undefined,
  torn: () => readonly string[],
): Promise<CaseResult> {
  const where = `${fault.name} at ${step} on ${node.name}: ${JSON.stringify(report)}`;
  // the lease has passed when nobody holds the lock any more
  const free = async (): Promise<boolean> =>
    (await node.later('[ ! -e /run/mirrorwright/lock ] || flock -n /run/mirrorwright/lock true')).ok;
  const deadline = Date.now() + 60_000;
  while (!(await free())) {
    if (Date.now() > deadline) throw new Error(`${where}: the lock is still held`);
    await new Promise((done) => setTimeout(done, 100));
  }
  if (fault.needsSettling === true) {
    const settled = await push(lab, node, changes, 'repair');
    if (settled.outcome === 'refused') throw new Error(`${where}: not settled: ${JSON.stringify(settled)}`);
  }
  const broken = torn();
  if (broken.length > 0) throw new Error(`${where}: torn files ${broken.slice(0, 3).join(', ')}`);
  const set = fault.edits === true ? setOfOthers(node) : setOf(node, changes);
  if (set === 'mixed') throw new Error(`${where}: the set is mixed: ${showSet(node)}`);
  const said = report?.outcome ?? 'killed';
  const wanted = said === 'committed' ? 'new' : said === 'unknown' || said === 'killed' ? set : 'old';
  if (set !== wanted) throw new Error(`${where}: it says ${said}, and the files are ${set}`);
  await pushOnceMore(lab, node, set, where);
  return { said, set };
}

/** After an edit by somebody else that file is not ours to judge. */
function setOfOthers(node: PseudoNode): CaseResult['set'] {
  return setOf(node, changes.slice(0, -1));
}

function showSet(node: PseudoNode): string {
  return changes.map(({ path }) => `${path}=${textAt(node, path)?.slice(0, 12) ?? 'none'}`).join(' ');
}

/** A push after it all succeeds, and nothing is left over. */
async function pushOnceMore(
  lab: NodeLab,
  node: PseudoNode,
  set: 'old' | 'new',
  where: string,
): Promise<void> {
  const next = changes.map(({ path, before, after }) => ({
    path,
    before: textAt(node, path),
    after: set === 'old' ? after : before,
  }));
  const report = await push(lab, node, next, 'apply');
  if (report.outcome !== 'committed') throw new Error(`${where}: the second push: ${JSON.stringify(report)}`);
  if (setOf(node, next) !== 'new') throw new Error(`${where}: the second push did not write`);
  const { text } = await node.later(
    `find ${base} -name '.mirrorwright*'; ls /run/mirrorwright | grep -v '^lock$'; ls /var/lib/mirrorwright/journal 2>/dev/null; true`,
  );
  if (text !== '') throw new Error(`${where}: left over: ${text}`);
}

function startDriver(lab: NodeLab, node: PseudoNode): Drive {
  return drive(lab, {
    address: addressOf(node),
    script: heldScript,
    calls: [{ call: 'apply', order: orderOf(changes, { reload }) }],
  });
}

async function outcomeOf(driver: Drive): Promise<NodeReport | undefined> {
  const messages = await driver.done;
  return messages.find(({ event }) => event === 'apply')?.value as NodeReport | undefined;
}
