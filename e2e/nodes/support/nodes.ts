import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A machine with a real sshd in namespaces of its own. */
export interface PseudoNode {
  readonly name: string;
  readonly address: string;
  /** Runs a line of shell on the node, as root, beside any connection. */
  run(line: string): string;
  /** The same without an error for a line that fails. */
  try(line: string): { readonly ok: boolean; readonly text: string };
  /** The same without holding up this process. */
  later(line: string): Promise<{ readonly ok: boolean; readonly text: string }>;
  /** Where a path of the node lies for this process. Throws while the node is down. */
  at(path: string): string;
  /** Every process is gone at once, /run and /tmp with them; the disk stays. */
  reboot(): Promise<void>;
  /** The cable. */
  link(state: 'up' | 'down'): void;
  /** Waits until its sshd can be reached. */
  answers(): Promise<void>;
  readonly hostKey: string;
}

export interface NodeLab {
  readonly folder: string;
  readonly nodes: readonly PseudoNode[];
  /** What stands before a command that shall run beside the nodes. */
  readonly inside: readonly string[];
  /** Identity of the client. */
  readonly identity: string;
  readonly knownHosts: string;
  /** Runs ssh inside the network of the nodes. */
  readonly sshProgram: string;
  /** The password of every user on the nodes. */
  readonly password: string;
  stop(): void;
}

/** What a lab of nodes needs, by the names of the programs. */
export const nodePrograms = [
  'sshd',
  'ssh',
  'sudo',
  'unshare',
  'ip',
  'openssl',
  'busybox',
  'skopeo',
  'podman',
  'buildah',
  'strace',
  'setfacl',
  'setfattr',
  'chattr',
  'pkill',
  'nsenter',
  'ssh-keygen',
] as const;

const init = resolve(import.meta.dirname, 'node-init.sh');

function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A key without a passphrase; the public one lies beside it. */
export function makeKey(path: string): void {
  must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
}

/** Starts machines; needs root. Names hold the process id, so that several labs can stand side by side. */
export async function startNodes(
  count: number,
  options: { readonly shell?: (index: number) => 'dash' | 'busybox' } = {},
): Promise<NodeLab> {
  const tag = process.pid.toString(36);
  const network = `mw${tag}`;
  const folder = `/var/tmp/mirrorwright-nodes-${tag}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const identity = join(folder, 'client');
  makeKey(identity);
  const password = `pw-${randomBytes(9).toString('hex')}`;
  must('ip', ['netns', 'add', network]);
  must('ip', ['-n', network, 'link', 'set', 'lo', 'up']);
  must('ip', ['-n', network, 'link', 'add', 'br0', 'type', 'bridge']);
  must('ip', ['-n', network, 'addr', 'add', '10.98.0.254/24', 'dev', 'br0']);
  must('ip', ['-n', network, 'link', 'set', 'br0', 'up']);
  const hash = must('openssl', ['passwd', '-6', password]);
  const machines = Array.from({ length: count }, (_, index) =>
    makeNode({
      folder,
      network,
      number: index + 1,
      hash,
      shell: options.shell?.(index) ?? 'dash',
    }),
  );
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, machines.map(({ address, hostKey }) => `${address} ${hostKey}\n`).join(''));
  const sshProgram = join(folder, 'ssh');
  writeFileSync(sshProgram, `#!/bin/sh\nexec ip netns exec ${network} ssh "$@"\n`, { mode: 0o755 });
  const stop = (): void => {
    for (const machine of machines) machine.stop();
    spawnSync('ip', ['netns', 'del', network]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const machine of machines) machine.start();
    await Promise.all(machines.map((machine) => machine.ready()));
  } catch (error) {
    const logs = machines.map(
      ({ name }, index) => `${name}: ${readFileSync(join(folder, String(index + 1), 'log'), 'utf8')}`,
    );
    stop();
    throw new Error(`${(error as Error).message}; ${logs.join('\n')}`);
  }
  return {
    folder,
    nodes: machines,
    sshProgram,
    inside: ['ip', 'netns', 'exec', network],
    identity,
    knownHosts,
    password,
    stop,
  };
}

interface Machine extends PseudoNode {
  start(): void;
  ready(): Promise<void>;
  stop(): void;
}

interface Recipe {
  readonly folder: string;
  readonly network: string;
  readonly number: number;
  readonly hash: string;
  readonly shell: 'dash' | 'busybox';
}

function makeNode(recipe: Recipe): Machine {
  const { folder, network, number } = recipe;
  const own = `${network}n${number}`;
  const cable = `v${network}${number}`;
  const disk = join(folder, String(number));
  const address = `10.98.0.${number}`;
  const hostKey = writeKeys(disk, folder, recipe.hash);
  must('ip', ['netns', 'add', own]);
  must('ip', ['-n', own, 'link', 'set', 'lo', 'up']);
  must('ip', ['-n', network, 'link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', own]);
  must('ip', ['-n', network, 'link', 'set', cable, 'master', 'br0', 'up']);
  must('ip', ['-n', own, 'addr', 'add', `${address}/24`, 'dev', 'eth0']);
  must('ip', ['-n', own, 'link', 'set', 'eth0', 'up']);
  let outer: ChildProcess | undefined;
  let inner: number | undefined;
  let isDown = false;
  const start = (): void => {
    const log = openSync(join(disk, 'log'), 'a');
    const space = [
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--fork',
      '--kill-child',
      '--uts',
      '--mount-proc',
    ];
    outer = spawn(
      'ip',
      ['netns', 'exec', own, 'unshare', ...space, init, String(number), disk, recipe.shell],
      {
        stdio: ['ignore', log, log],
        detached: true,
      },
    );
  };
  const halt = (): void => {
    if (outer?.pid !== undefined) spawnSync('kill', ['-9', `${outer.pid}`]);
    outer = undefined;
    inner = undefined;
  };
  // bash takes a socket on its input for a remote shell, and would read the start files of the one who runs the tests
  const enter = (line: string): readonly string[] => {
    const space = ['--mount', '--pid', '--net', '--uts', '/bin/bash', '--norc', '-c', line];
    return ['--target', String(firstProcess(outer?.pid)), ...space];
  };
  const later: PseudoNode['later'] = (line) =>
    new Promise((resolve) => {
      execFile('nsenter', enter(line), { maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
        resolve({ ok: error === null, text: error === null ? stdout : stdout + stderr }),
      );
    });
  const attempt = (line: string): { readonly ok: boolean; readonly text: string } => {
    const { status, stdout, stderr } = spawnSync('nsenter', enter(line), {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    return { ok: status === 0, text: status === 0 ? stdout : stdout + stderr };
  };
  // an sshd of before a reboot may still take a call: the files of this start decide
  const hasStarted = (): boolean =>
    outer?.pid !== undefined &&
    firstProcess(outer.pid) > 0 &&
    attempt("grep -q '^node-etc ' /proc/self/mounts && [ -s /run/sshd.pid ]").ok &&
    spawnSync('ip', ['netns', 'exec', network, 'bash', '--norc', '-c', `: </dev/tcp/${address}/22`])
      .status === 0;
  const ready = (): Promise<void> => until(hasStarted, own);
  return {
    name: `node${number}`,
    address,
    hostKey,
    start,
    ready,
    try: attempt,
    later,
    at: (path) => {
      // while it starts, its first process still sees the files of the machine that the node runs on
      if (isDown) throw new Error(`node${number} is down`);
      inner ??= firstProcess(outer?.pid);
      return `/proc/${inner}/root${path}`;
    },
    run: (line) => {
      const { ok, text } = attempt(line);
      if (!ok) throw new Error(`node${number}: ${line}: ${text}`);
      return text;
    },
    link: (state) => {
      must('ip', ['-n', network, 'link', 'set', cable, state]);
      // whoever called in vain would be told for seconds that there is no way
      if (state === 'up')
        for (const each of [network, own]) spawnSync('ip', ['-n', each, 'neigh', 'flush', 'all']);
    },
    answers: ready,
    reboot: async () => {
      isDown = true;
      halt();
      await until(
        () => spawnSync('ip', ['netns', 'pids', own], { encoding: 'utf8' }).stdout.trim() === '',
        own,
      );
      start();
      await ready();
      isDown = false;
    },
    stop: () => {
      halt();
      spawnSync('ip', ['netns', 'del', own]);
    },
  };
}

/** Keys and the hash of the password, for the node to copy at its first start; answers the public host key. */
function writeKeys(disk: string, folder: string, hash: string): string {
  const keys = join(disk, 'keys');
  mkdirSync(keys, { recursive: true });
  makeKey(join(keys, 'hostkey'));
  writeFileSync(join(keys, 'client.pub'), readFileSync(join(folder, 'client.pub')));
  writeFileSync(join(keys, 'password.hash'), hash.trim());
  chmodSync(keys, 0o755);
  return readFileSync(join(keys, 'hostkey.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
}

/** The first process inside: `ip netns exec` becomes unshare, which forks it; 0 before that. */
function firstProcess(outer: number | undefined): number {
  const text = readFileSync(`/proc/${outer}/task/${outer}/children`, 'utf8');
  return Number(text.trim().split(' ')[0]);
}

/** Waits for a condition. */
export async function until(ready: () => boolean, what: string, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!ready()) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} seconds for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
