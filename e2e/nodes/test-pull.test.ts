import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeReport } from '@mirrorwright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeImage } from '../support/lab.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { type Desk, makeDesk, openTerminal } from './support/command.ts';
import { drive, orderOf, reportOf } from './support/drive.ts';
import { type NodeLab, nodePrograms, startNodes, until } from './support/nodes.ts';

const ready = havePrograms(...nodePrograms, 'docker-registry', 'tmux') && haveNamespaces();
const registry = '10.98.0.254:5000';
const image = 'source.example/proj/app:v1';
const conf = '/etc/containers/registries.conf';
const config = (mirror: string): string =>
  `[[registry]]\nlocation = "source.example"\n[[registry.mirror]]\nlocation = "${mirror}"\ninsecure = true\n`;

describe.skipIf(!ready)('the test pull of a push', () => {
  let lab: NodeLab;
  let server: ChildProcess;
  beforeAll(async () => {
    lab = await startNodes(1);
    server = await startRegistry(lab);
  }, 60_000);
  afterAll(() => {
    server?.kill('SIGKILL');
    lab?.stop();
  });

  const node = (): NodeLab['nodes'][number] => lab.nodes[0]!;
  const reset = (): void =>
    void node().run(
      `rm -rf /etc/containers /var/lib/mirrorwright; mkdir -p -m 755 /etc/containers/registries.conf.d; echo '{"default":[{"type":"insecureAcceptAnything"}]}' >/etc/containers/policy.json`,
    );
  const desk = (text: string): Desk => {
    reset();
    return makeDesk(lab, {
      'registries.conf': text,
      'mirrorwright-nodes.yaml': `nodes:\n  - {name: node1, address: ${node().address}, user: deploy, become: sudo}\n`,
    });
  };
  // a mirror without TLS is severe: the first run says by which id it is confirmed
  const push = async (at: Desk, ...more: readonly string[]): ReturnType<Desk['run']> => {
    const words = ['push', '--file', `registries.conf:${conf}`, ...more];
    const asked = await at.run(...words, '--yes');
    return at.run(...words, '--confirm', /--confirm ([0-9a-f]+)/.exec(asked.stderr)?.[1] ?? asked.stderr);
  };
  const leftOver = (): string => node().run('ls -A /var/lib/mirrorwright; ls -A /run/mirrorwright');

  it.each([
    ['podman', ''],
    ['skopeo', 'mount --bind /dev/null /usr/bin/podman'],
  ])(
    'passes by %s when the named mirror served it, and leaves no storage',
    async (tool, hide) => {
      const at = desk(config(`${registry}/hub`));
      if (hide !== '') node().run(hide);
      try {
        const pushed = await push(at, '--test-pull', image, '--test-pull-from', '10.98.0.254');
        expect([pushed.code, pushed.stderr]).toEqual([0, expect.stringContaining(`test-pull: ${image}`)]);
        expect(pushed.stdout).toContain(`test-pull ok: served by ${registry}/hub/proj/app:v1, says ${tool}`);
        expect(leftOver()).not.toMatch(/^pull$/m);
        expect(node().run('cat /var/lib/mirrorwright/pushes/*/receipt')).toContain('validated test-pull ok');
        const folder = join(at.state, 'mirrorwright/receipts');
        expect(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')).toContain('test-pull ok');
      } finally {
        if (hide !== '') node().run('umount /usr/bin/podman');
      }
    },
    60_000,
  );

  it.each([
    [
      'another one served it',
      ['--test-pull-from', 'cache.corp.example'],
      `${registry}/hub/proj/app:v1 served it`,
    ],
    ['none has it', ['--test-pull-from', registry], 'the test pull of'],
  ])(
    'takes the push back when %s',
    async (why, more, words) => {
      const at = desk(config(why === 'none has it' ? `${registry}/nowhere` : `${registry}/hub`));
      const pushed = await push(at, '--test-pull', image, ...more);
      expect([pushed.code, pushed.stderr]).toEqual([1, expect.stringContaining(words)]);
      expect(pushed.stdout).toContain('node1: rolled back');
      expect(node().try(`cat ${conf}`).ok).toBe(false);
      expect(leftOver()).not.toMatch(/^(?:pull|journal)$/m);
    },
    60_000,
  );

  it('takes the push back when the registry itself served it and any mirror was wanted', async () => {
    const at = desk(`[[registry]]\nlocation = "${registry}"\ninsecure = true\n`);
    const pushed = await push(at, '--test-pull', `${registry}/hub/proj/app:v1`);
    expect([pushed.code, pushed.stderr]).toEqual([1, expect.stringContaining('no mirror served it')]);
  }, 60_000);

  it('is no reason to fail where neither tool is, and the receipt says so', async () => {
    const at = desk(config(`${registry}/hub`));
    node().run('mount --bind /dev/null /usr/bin/podman; mount --bind /dev/null /usr/bin/skopeo');
    try {
      const pushed = await push(at, '--test-pull', image);
      expect([pushed.code, pushed.stdout]).toEqual([
        0,
        expect.stringContaining('test-pull not-validated: neither podman nor skopeo is there'),
      ]);
    } finally {
      node().run('umount /usr/bin/podman /usr/bin/skopeo');
    }
  }, 60_000);

  /** A mirror that takes calls and never answers. */
  const silent = '10.98.0.254:5001';
  /** `true` when nothing is left of the pull on the node. */
  const pullIsGone = (): boolean =>
    !node().try("pgrep -f '[m]irrorwright/pull/'").ok && !/^pull$/m.test(leftOver());

  it.each([
    ['podman', ''],
    ['skopeo', 'mount --bind /dev/null /usr/bin/podman'],
  ])(
    'ends with a worker that is killed while %s pulls, and the push is taken back',
    async (_, hide) => {
      reset();
      if (hide !== '') node().run(hide);
      const listener = listen(lab, silent);
      try {
        const order = orderOf([{ path: conf, before: null, after: config(`${silent}/hub`) }], {
          testPull: { image },
        });
        const run = drive(lab, {
          address: { name: 'node1', address: node().address, user: 'root', become: 'none' },
          calls: [{ call: 'apply', order }],
        });
        await until(() => node().try("pgrep -f '[m]irrorwright/pull/'").ok, 'the pull');
        node().run('kill -9 $(cat /run/mirrorwright/*/worker.pid)');
        expect(await reportOf(run)).toMatchObject({
          outcome: 'rolled-back',
          failure: { kind: 'guard-fired', message: expect.stringContaining('the worker was killed') },
        });
        expect(pullIsGone()).toBe(true);
        expect(node().try(`cat ${conf}`).ok).toBe(false);
        const next = orderOf([{ path: conf, before: null, after: config(`${registry}/hub`) }]);
        const again = drive(lab, {
          address: { name: 'node1', address: node().address, user: 'root', become: 'none' },
          calls: [{ call: 'apply', order: next }],
        });
        expect(await reportOf(again)).toMatchObject({ outcome: 'committed' });
      } finally {
        listener.kill('SIGKILL');
        if (hide !== '') node().run('umount /usr/bin/podman');
      }
    },
    60_000,
  );

  it('ends at Ctrl+C in a real terminal, and the push is taken back', async () => {
    const at = desk(config(`${silent}/hub`));
    const listener = listen(lab, silent);
    const words = ['push', '--file', `registries.conf:${conf}`, '--test-pull', image];
    const asked = await at.run(...words, '--yes');
    const id = /--confirm ([0-9a-f]+)/.exec(asked.stderr)![1]!;
    const terminal = openTerminal(at, [...words, '--confirm', id], [80, 24]);
    try {
      await until(() => node().try("pgrep -f '[m]irrorwright/pull/'").ok, 'the pull');
      terminal.type('C-c');
      await until(() => terminal.screen().includes('[ended 130]'), 'the end');
      expect(terminal.screen()).toContain('node1: rolled back');
      expect(terminal.screen().replace(/\s+/g, ' ')).toContain('cancelled');
      expect(terminal.screen()).not.toContain('service-failed');
      expect(pullIsGone()).toBe(true);
      expect(node().try(`cat ${conf}`).ok).toBe(false);
    } finally {
      terminal.end();
      listener.kill('SIGKILL');
    }
  }, 60_000);

  it('pulls by skopeo for a user who is not root, with the files of the own home', async () => {
    reset();
    const own = '/home/nosudo/.config/containers/registries.conf';
    const push = async (mirror: string, testPull: { image: string; from?: string }): Promise<NodeReport> => {
      const order = orderOf([{ path: own, before: null, after: config(mirror) }], { testPull });
      const address = { name: 'node1', address: node().address, user: 'nosudo', become: 'none' } as const;
      return reportOf(drive(lab, { address, calls: [{ call: 'apply', order }] }));
    };
    node().run('rm -rf /home/nosudo/.config /home/nosudo/.local');
    const refused = await push(`${registry}/nowhere`, { image, from: registry });
    expect(refused).toMatchObject({ outcome: 'rolled-back', failure: { kind: 'service-failed' } });
    expect(node().try(`cat ${own}`).ok).toBe(false);
    const done = await push(`${registry}/hub`, { image, from: registry });
    expect(done).toMatchObject({
      outcome: 'committed',
      validated: [{ reader: 'test-pull', result: 'ok', detail: expect.stringContaining('says skopeo') }],
    });
    const state = '/home/nosudo/.local/state/mirrorwright';
    expect(node().run(`ls -A ${state}; stat -c %U ${own}`)).not.toMatch(/^(?:pull|journal|root)$/m);
    node().run('mount --bind /dev/null /usr/bin/skopeo');
    try {
      node().run(`rm ${own}`);
      const without = await push(`${registry}/hub`, { image });
      expect([without.outcome, without.validated]).toEqual([
        'committed',
        [
          {
            reader: 'test-pull',
            result: 'not-validated',
            detail: 'skopeo is not there, and podman could only be asked as root',
          },
        ],
      ]);
    } finally {
      node().run('umount /usr/bin/skopeo; rm -rf /home/nosudo/.config /home/nosudo/.local');
    }
  }, 60_000);

  it('does not expire the lease while it runs', async () => {
    reset();
    // four seconds without a word from the connection: the lease has two
    node().run(
      `printf '#!/bin/sh\\nsleep 4\\nexec skopeo --debug copy docker://${image} dir:$TMPDIR/image\\n' >/var/lib/slow; chmod 755 /var/lib/slow; mount --bind /var/lib/slow /usr/bin/podman`,
    );
    try {
      const order = orderOf([{ path: conf, before: null, after: config(`${registry}/hub`) }], {
        testPull: { image, from: registry },
      });
      const run = drive(lab, {
        address: { name: 'node1', address: node().address, user: 'root', become: 'none' },
        calls: [{ call: 'apply', order }],
      });
      await until(() => run.messages.some(({ step }) => step === 'test-pull'), 'the pull');
      run.process.kill('SIGSTOP');
      await until(() => !node().try('ls -d /var/lib/mirrorwright/pull').ok, 'its end');
      run.process.kill('SIGCONT');
      expect(await reportOf(run)).toMatchObject({
        outcome: 'committed',
        validated: [{ reader: 'test-pull', result: 'ok' }],
      });
    } finally {
      node().run('umount /usr/bin/podman');
    }
  }, 60_000);
});

/** Takes calls beside the nodes and never answers. */
function listen(lab: NodeLab, at: string): ChildProcess {
  const [host, port] = at.split(':') as [string, string];
  const [program, ...inside] = lab.inside;
  const text = `require('node:net').createServer(() => {}).listen(${port}, '${host}')`;
  return spawn(program!, [...inside, process.execPath, '-e', text], { stdio: 'ignore' });
}

/** A registry beside the nodes that holds the image as hub/proj/app. */
async function startRegistry(lab: NodeLab): Promise<ChildProcess> {
  const folder = join(lab.folder, 'registry');
  mkdirSync(folder);
  const settings = join(folder, 'config.yml');
  writeFileSync(
    settings,
    `version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: "${registry}"}\n`,
  );
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const [program, ...inside] = lab.inside;
  const server = spawn(program!, [...inside, 'docker-registry', 'serve', settings], {
    stdio: ['ignore', out, out],
  });
  await until(() => readFileSync(log, 'utf8').includes('listening on'), 'the registry');
  writeImage(join(folder, 'image'));
  const copy = ['skopeo', '--insecure-policy', 'copy', '-q', '--dest-tls-verify=false'];
  const { status, stderr } = spawnSync(
    program!,
    [...inside, ...copy, `oci:${folder}/image:v1`, `docker://${registry}/hub/proj/app:v1`],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return server;
}
