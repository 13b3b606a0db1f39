import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NodeLab } from './nodes.ts';

const command = resolve(import.meta.dirname, '../../../packages/tui/dist/mirrorwright.js');

/** The built command as a person at a machine beside the nodes has it. */
export interface Desk {
  readonly folder: string;
  /** Where receipts lie. */
  readonly state: string;
  run(...args: readonly string[]): Promise<Ended>;
  start(...args: readonly string[]): Running;
  /** The words that run the command, for a terminal. */
  words(...args: readonly string[]): readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it said so far. */
  said(): string;
}

let count = 0;

/** A folder with these files, and an ssh configuration that knows the lab's keys in the place of the system's. */
export function makeDesk(lab: NodeLab, files: Readonly<Record<string, string>>): Desk {
  const folder = join(lab.folder, `desk-${++count}`);
  const state = join(folder, '.state');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const config = join(folder, '.ssh_config');
  writeFileSync(
    config,
    `Host *\n  IdentityFile ${lab.identity}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${lab.knownHosts}\n  GlobalKnownHostsFile none\n`,
  );
  const script = 'mount --bind "$1" /etc/ssh/ssh_config && cd "$2" && shift 2 && exec "$@"';
  const words = (...args: readonly string[]): readonly string[] => [
    ...lab.inside,
    ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', config, folder],
    ...['env', `XDG_STATE_HOME=${state}`, process.execPath, command, ...args],
  ];
  const start = (...args: readonly string[]): Running => {
    const [program, ...rest] = words(...args);
    const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.stderr += text;
    });
    const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, ...texts })));
    return { process: child, ended, said: () => texts.stdout + texts.stderr };
  };
  return { folder, state, words, start, run: (...args) => start(...args).ended };
}

/** A real terminal, by tmux, in which the command runs. */
export interface Terminal {
  screen(): string;
  type(...keys: readonly string[]): void;
  end(): void;
}

export function openTerminal(desk: Desk, args: readonly string[], size: readonly [number, number]): Terminal {
  const socket = join(desk.folder, '.tmux');
  const tmux = (...words: readonly string[]): string =>
    spawnSync('tmux', ['-S', socket, ...words], { encoding: 'utf8' }).stdout;
  const line = desk.words(...args).map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const [columns, rows] = size.map(String) as [string, string];
  tmux(
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-x',
    columns,
    '-y',
    rows,
    `${line.join(' ')}; echo "[ended $?]"; cat`,
  );
  return {
    screen: () => tmux('capture-pane', '-p', '-S', '-200'),
    type: (...keys) => void tmux('send-keys', ...keys),
    end: () => void tmux('kill-server'),
  };
}
