import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeAddress } from '@mirrorwright/core';
import { type AskSecret, startAskpass } from './askpass.ts';
import { type Channel, openChannel } from './channel.ts';
import { keepsKnownHosts } from './config-text.ts';
import { NodeError } from './failures.ts';
import { checkKnownHosts, type SshCall } from './known-hosts.ts';
import { checkAddress } from './patterns.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';
import { reachShell, shellCommand } from './root-shell.ts';
import { sshConfig, usualConfigFiles } from './ssh-config.ts';

export interface ConnectOptions {
  /** Who answers for passwords; absent: nobody is asked and ssh runs in batch mode. */
  readonly ask?: AskSecret;
  /** Default 10. */
  readonly connectSeconds?: number;
  /** Seconds between keep-alives, default 5; three without an answer end the connection. */
  readonly aliveSeconds?: number;
  /** Files of ssh configuration that ours includes; default: the user's and the system's. */
  readonly configFiles?: readonly string[];
  /** Default `ssh`. */
  readonly sshProgram?: string;
}

/** A shell on the node with the rights that the node's `become` asks for, running the script. */
export interface Connection {
  readonly channel: Channel;
  /** Stands before everything that the script says. */
  readonly nonce: string;
  readonly uid: number;
  close(): Promise<void>;
}

/** @throws NodeError with the reason and the next step. */
export async function connect(
  node: NodeAddress,
  script: string,
  options: ConnectOptions,
): Promise<Connection> {
  checkAddress(node);
  const folder = await makePrivateFolder();
  try {
    const call = await prepareCall(folder, node, options);
    if (!(await keepsKnownHosts(options.configFiles ?? usualConfigFiles())))
      await checkKnownHosts(call, { host: node.address }, targetArgs(node));
    const ask = remember(options.ask);
    const first = await attempt(node, script, { folder, call, ask, terminal: false });
    if ('channel' in first) return first;
    // only now is it known that sudo wants a terminal: the same once more, with one
    const second = await attempt(node, script, { folder, call, ask, terminal: true });
    if ('channel' in second) return second;
    throw new NodeError(second.failure);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function prepareCall(
  folder: PrivateFolder,
  node: NodeAddress,
  options: ConnectOptions,
): Promise<SshCall> {
  const configFile = join(folder.path, 'config');
  const text = sshConfig({
    folder: folder.path,
    connectSeconds: options.connectSeconds ?? 10,
    aliveSeconds: options.aliveSeconds ?? 5,
    canAsk: options.ask !== undefined,
    target: node.address,
    ...(node.hopIdentities !== undefined && { hopIdentities: node.hopIdentities }),
    includes: options.configFiles ?? usualConfigFiles(),
  });
  await writeFile(configFile, text, { mode: 0o600, flag: 'wx' });
  const env = { ...process.env };
  // what belongs to a terminal of ours is not for the far end, nor for a helper that is not ours
  for (const name of ['SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE', 'TERM']) delete env[name];
  return { program: options.sshProgram ?? 'ssh', configFile, env };
}

interface Attempt {
  readonly folder: PrivateFolder;
  readonly call: SshCall;
  readonly ask: AskSecret | undefined;
  readonly terminal: boolean;
}

async function attempt(
  node: NodeAddress,
  script: string,
  { folder, call, ask, terminal }: Attempt,
): Promise<Connection | { readonly failure: NodeError['failure'] }> {
  const nonce = `mw${randomBytes(12).toString('hex')}`;
  const askpass = ask === undefined ? undefined : await startAskpass(folder.path, node.name, ask);
  const base = ['-F', call.configFile, ...targetArgs(node)];
  const request = { node, nonce, terminal, script };
  const args = [...base, '-M', ...(terminal ? ['-tt'] : ['-T']), '--', node.address, shellCommand(request)];
  const channel = openChannel(call.program, args, { ...call.env, ...askpass?.env });
  const close = async (): Promise<void> => {
    channel.end();
    await leave(call, [...base, '-O', 'exit', '--', node.address], channel);
    await folder.remove();
  };
  try {
    const result = await reachShell(channel, request, ask ?? (async () => undefined));
    if (result.ok) return { channel, nonce, uid: result.uid, close };
    channel.kill();
    if (!result.wantsTerminal || terminal) throw new NodeError(result.failure);
    return { failure: result.failure };
  } finally {
    await askpass?.close();
  }
}

function targetArgs(node: NodeAddress): readonly string[] {
  return [
    ...(node.user === undefined ? [] : ['-l', node.user]),
    ...(node.port === undefined ? [] : ['-p', String(node.port)]),
    ...(node.identity === undefined
      ? []
      : ['-i', node.identity.replaceAll('%', '%%'), '-o', 'IdentitiesOnly=yes']),
    ...(node.jump === undefined ? [] : ['-J', node.jump]),
  ];
}

/** The end of input lets the far end finish by itself; what does not is closed by the control socket, and then killed. */
async function leave(call: SshCall, args: readonly string[], channel: Channel): Promise<void> {
  if (await hasEnded(channel, 1000)) return;
  await new Promise<void>((resolve) => {
    execFile(call.program, args, { env: call.env, timeout: 5000 }, () => resolve());
  });
  if (!(await hasEnded(channel, 2000))) channel.kill();
}

function hasEnded(channel: Channel, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      channel.watch(undefined);
      resolve(channel.ended());
    };
    const timer = setTimeout(done, patience);
    channel.watch(() => {
      if (channel.ended()) done();
    });
    if (channel.ended()) done();
  });
}

/** Within one connection the same question has the same answer: a second attempt does not ask again. */
function remember(ask: AskSecret | undefined): AskSecret | undefined {
  if (ask === undefined) return undefined;
  const answers = new Map<string, Promise<string | undefined>>();
  return (request) => {
    const known = answers.get(request.prompt) ?? ask(request);
    answers.set(request.prompt, known);
    return known;
  };
}
