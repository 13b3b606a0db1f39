import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NodeAddress, NodeFailure, NodeOrder, NodeReport, OrderedFile } from '@mirrorwright/core';
import type { NodeLab, PseudoNode } from './nodes.ts';

type OrderText = Omit<NodeOrder, 'files'> & {
  readonly files: readonly (Omit<OrderedFile, 'content'> & { readonly text?: string })[];
};

export interface Call {
  readonly call:
    | 'facts'
    | 'read'
    | 'apply'
    | 'rollback'
    | 'repair'
    | 'receipts'
    | 'outcomeOf'
    | 'undoable'
    | 'prune';
  readonly markers?: readonly string[];
  readonly programs?: readonly string[];
  readonly paths?: readonly string[];
  readonly folders?: readonly string[];
  readonly order?: OrderText;
  readonly planId?: string;
  readonly pushId?: string;
  readonly keep?: number;
  readonly options?: { readonly overwrite: boolean; readonly pushId: string; readonly leaseSeconds?: number };
}

export interface Job {
  readonly address: NodeAddress;
  readonly configFile: string;
  readonly password?: string;
  readonly script?: string;
  readonly calls: readonly Call[];
}

export interface Message {
  readonly event: string;
  readonly step?: string;
  readonly detail?: string;
  readonly value?: unknown;
}

/** A driver under way. */
export interface Drive {
  readonly process: ChildProcess;
  readonly messages: readonly Message[];
  /** All messages, once it has ended. */
  readonly done: Promise<readonly Message[]>;
  text(): string;
}

let count = 0;

/** The ssh configuration that drivers include, as a person's own. */
export function sshConfigFile(lab: NodeLab, text = ''): string {
  const path = join(lab.folder, `ssh-config-${++count}`);
  writeFileSync(
    path,
    `${text}\nHost *\n  IdentityFile ${lab.identity}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${lab.knownHosts}\n  GlobalKnownHostsFile none\n`,
  );
  return path;
}

export function addressOf(node: PseudoNode, more: Partial<NodeAddress> = {}): NodeAddress {
  return { name: node.name, address: node.address, user: 'root', become: 'none', ...more };
}

export function drive(lab: NodeLab, job: Omit<Job, 'configFile'> & { readonly configFile?: string }): Drive {
  const file = join(lab.folder, `job-${++count}.json`);
  writeFileSync(file, JSON.stringify({ configFile: sshConfigFile(lab), ...job }), { mode: 0o600 });
  const driver = resolve(import.meta.dirname, 'driver.ts');
  const [program, ...args] = [...lab.inside, process.execPath, driver, file];
  const child = spawn(program!, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const messages: Message[] = [];
  let text = '';
  let rest = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) messages.push(JSON.parse(line) as Message);
  });
  const done = new Promise<readonly Message[]>((ended) => child.on('close', () => ended(messages)));
  return { process: child, messages, done, text: () => text };
}

/** The value of the last message of that kind; throws what the driver said where there is none. */
export async function answerOf<T>(run: Drive, event: string): Promise<T> {
  const messages = await run.done;
  const message = messages.findLast((each) => each.event === event);
  if (message === undefined)
    throw new Error(`no ${event} in ${JSON.stringify(messages.slice(-5))} ${run.text()}`);
  return message.value as T;
}

export function reportOf(run: Drive): Promise<NodeReport> {
  return answerOf<NodeReport>(run, 'apply');
}

export function failureOf(run: Drive): Promise<NodeFailure> {
  return answerOf<NodeFailure>(run, 'failure');
}

export interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function newId(): string {
  return randomBytes(8).toString('hex');
}

function sha(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}

/** An order that takes files from one state to another. */
export function orderOf(changes: readonly Change[], more: Partial<OrderText> = {}): OrderText {
  const pushId = more.pushId ?? newId();
  return {
    pushId,
    planId: 'aaaabbbbcccc',
    reload: [],
    validate: [],
    leaseSeconds: 2,
    keepBackups: 10,
    dryRun: false,
    files: changes.map(({ path, before, after }, index) => ({
      path,
      realPath: path,
      ...(after === null ? {} : { text: after }),
      baseSha256: sha(before),
      newSha256: sha(after),
      mode: 0o644,
      stagedName: `.mirrorwright-${pushId}-${index}.staged`,
    })),
    ...more,
  };
}
