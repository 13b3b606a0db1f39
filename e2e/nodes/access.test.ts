import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type NodeAddress,
  type NodeEntry,
  type NodeFacts,
  addressOf as writtenOut,
} from '@mirrorwright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { addressOf, answerOf, type Drive, drive, failureOf, sshConfigFile } from './support/drive.ts';
import { makeKey, type NodeLab, nodePrograms, type PseudoNode, startNodes } from './support/nodes.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();

describe.skipIf(!ready)('the way to a node', () => {
  let lab: NodeLab;
  beforeAll(async () => {
    lab = await startNodes(3);
  }, 60_000);
  afterAll(() => lab?.stop());

  const target = (): PseudoNode => lab.nodes[0]!;
  const hop = (): PseudoNode => lab.nodes[1]!;
  const ask = (more: Partial<NodeAddress>, options: { configFile?: string; password?: string } = {}): Drive =>
    drive(lab, {
      address: addressOf(target(), more),
      calls: [{ call: 'facts', markers: [], programs: [] }],
      ...options,
    });
  const known = (lines: readonly string[]): string => {
    const path = join(lab.folder, `known-${Math.random().toString(36).slice(2)}`);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return sshConfigFile(lab, `Host *\n  UserKnownHostsFile ${path}`);
  };
  const keyOf = (node: PseudoNode, key = node): string => `${node.address} ${key.hostKey}`;
  const withPassword = `Host *\n  PubkeyAuthentication no`;

  it('leads to root by key, with the connection closed afterwards', async () => {
    const run = ask({});
    expect(await answerOf<NodeFacts>(run, 'facts')).toMatchObject({ uid: 0, hostname: 'node1' });
    const left = spawnSync(
      'sh',
      ['-c', `ls -d ${lab.folder}/mw-*; pgrep -a '^ssh$' | grep ' -F ${lab.folder}/'`],
      {
        encoding: 'utf8',
      },
    );
    expect(left.stdout).toBe('');
  });

  it.each([
    ['an unknown host key', () => known([keyOf(hop())]), 'unknown-host-key'],
    ['a changed host key', () => known([keyOf(target(), hop())]), 'changed-host-key'],
    [
      'known hosts in /dev/null',
      () => sshConfigFile(lab, 'Host *\n  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no'),
      'unknown-host-key',
    ],
    [
      'a check that the person switched off',
      () => sshConfigFile(lab, `Host *\n  StrictHostKeyChecking no\n  UserKnownHostsFile ${lab.folder}/none`),
      'unknown-host-key',
    ],
    [
      'a wrong key',
      () => sshConfigFile(lab, 'Host *\n  IdentityFile /dev/null\n  PubkeyAuthentication no'),
      'authentication',
    ],
  ] as const)('tells %s apart', async (_, config, kind) => {
    const reason = await failureOf(ask({}, { configFile: config() }));
    expect(reason.kind).toBe(kind);
    expect(reason.nextStep).not.toBe('');
  });

  it('tells a refused connection and a dead address apart', async () => {
    expect(await failureOf(ask({ port: 2 }))).toMatchObject({ kind: 'refused' });
    expect(await failureOf(ask({ address: '10.98.0.77' }))).toMatchObject({ kind: 'timeout' });
  });

  it('goes over a hop, whose key is as strictly checked', async () => {
    const jump = `root@${hop().address}`;
    expect(await answerOf<NodeFacts>(ask({ jump }), 'facts')).toMatchObject({ hostname: 'node1' });
    const unknown = known([keyOf(target())]);
    expect(await failureOf(ask({ jump }, { configFile: unknown }))).toMatchObject({
      kind: 'unknown-host-key',
    });
    const changed = known([keyOf(target()), keyOf(hop(), target())]);
    expect(await failureOf(ask({ jump }, { configFile: changed }))).toMatchObject({
      kind: 'changed-host-key',
    });
    const off = sshConfigFile(
      lab,
      `Host ${hop().address}\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null`,
    );
    expect(await failureOf(ask({ jump }, { configFile: off }))).toMatchObject({ kind: 'unknown-host-key' });
  });

  it('goes over nodes of the file with the key of each', async () => {
    const own = join(lab.folder, 'hop-key');
    makeKey(own);
    hop().run(
      `cp /root/.ssh/authorized_keys /root/.ssh/before; echo '${readFileSync(`${own}.pub`, 'utf8').trim()}' >/root/.ssh/authorized_keys`,
    );
    try {
      const entry = { user: 'root', become: 'none', groups: [], labels: {} } as const;
      const last: NodeEntry = { ...entry, name: 'node3', address: lab.nodes[2]!.address };
      const second: NodeEntry = { ...entry, name: 'node2', address: hop().address, jump: 'node3' };
      const first: NodeEntry = { ...entry, name: 'node1', address: target().address, jump: 'node2' };
      const over = (hopKey: object): Drive => {
        const by = { ...second, ...hopKey };
        const calls = [{ call: 'facts', markers: [], programs: [] }] as const;
        return drive(lab, { address: writtenOut(first, [first, by, last]), calls });
      };
      expect(await failureOf(over({}))).toMatchObject({ kind: 'authentication' });
      expect(await answerOf<NodeFacts>(over({ identity: own }), 'facts')).toMatchObject({
        hostname: 'node1',
      });
    } finally {
      hop().run('mv /root/.ssh/before /root/.ssh/authorized_keys');
    }
  });

  it.each([
    ['address', '-oProxyCommand=touch /tmp/owned'],
    ['address', 'node one'],
    ['address', '$(touch /tmp/owned)'],
    ['address', 'a\nb'],
    ['user', '-l root'],
    ['user', "a'b"],
    ['user', '$(id)'],
    ['jump', 'x -oProxyCommand=touch'],
    ['jump', '-J'],
    ['identity', '-x'],
    ['identity', 'a\nProxyCommand x'],
  ] as const)('refuses the %s %j', async (field, text) => {
    expect(await failureOf(ask({ [field]: text }))).toMatchObject({ kind: 'other' });
    expect(lab.nodes.map((node) => node.try('ls /tmp/owned').ok)).not.toContain(true);
  });

  describe('with passwords', () => {
    const config = (): string => sshConfigFile(lab, withPassword);

    it('takes the one that a person gives', async () => {
      const run = ask({}, { configFile: config(), password: lab.password });
      expect(
        await answerOf<NodeFacts>(
          ask({ user: 'deploy' }, { configFile: config(), password: lab.password }),
          'facts',
        ),
      ).toMatchObject({ uid: 2001 });
      expect(await failureOf(run)).toMatchObject({ kind: 'authentication' });
    });

    it('says so when it is wrong or when nobody gives one', async () => {
      const wrong = ask({ user: 'deploy' }, { configFile: config(), password: 'nope' });
      expect(await failureOf(wrong)).toMatchObject({ kind: 'authentication' });
      expect(await failureOf(ask({ user: 'deploy' }, { configFile: config() }))).toMatchObject({
        kind: 'authentication',
      });
    });
  });

  describe('through sudo', () => {
    const become = (user: string, password?: string): Drive =>
      ask({ user, become: 'sudo' }, password === undefined ? {} : { password });

    it('becomes root without a password, with one, with a cached one, and where sudo wants a terminal', async () => {
      expect(await answerOf<NodeFacts>(become('deploy'), 'facts')).toMatchObject({ uid: 0 });
      expect(await answerOf<NodeFacts>(become('asked', lab.password), 'facts')).toMatchObject({ uid: 0 });
      expect(await answerOf<NodeFacts>(become('cached', lab.password), 'facts')).toMatchObject({ uid: 0 });
      expect(await answerOf<NodeFacts>(become('cached'), 'facts')).toMatchObject({ uid: 0 });
      expect(await answerOf<NodeFacts>(become('terminal', lab.password), 'facts')).toMatchObject({ uid: 0 });
      expect(await answerOf<NodeFacts>(ask({ become: 'sudo' }), 'facts')).toMatchObject({ uid: 0 });
    });

    it('tells a wrong password, no password, no right and a right for single commands apart', async () => {
      expect(await failureOf(become('asked', 'nope'))).toMatchObject({ kind: 'authentication' });
      expect(await failureOf(become('asked'))).toMatchObject({ kind: 'authentication' });
      expect(await failureOf(become('nosudo', lab.password))).toMatchObject({ kind: 'sudo-missing' });
      expect(await failureOf(become('limited', lab.password))).toMatchObject({ kind: 'sudo-limited' });
      target().run(
        'mv /usr/local/bin/sudo /usr/local/bin/sudo.off 2>/dev/null; mount --bind /dev/null /usr/bin/sudo',
      );
      expect(await failureOf(become('deploy'))).toMatchObject({ kind: 'sudo-missing' });
      target().run('umount /usr/bin/sudo');
    });
  });
});
