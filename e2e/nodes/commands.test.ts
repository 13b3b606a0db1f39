import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { type Desk, makeDesk, openTerminal } from './support/command.ts';
import { type NodeLab, nodePrograms, startNodes, until } from './support/nodes.ts';

const ready = havePrograms(...nodePrograms, 'tmux') && haveNamespaces();
const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

/** A nodes file for the lab; users are those of the pseudo nodes. */
function nodesFile(lab: NodeLab, user = 'deploy'): string {
  return `nodes:\n${lab.nodes
    .map(({ name, address }) => `  - {name: ${name}, address: ${address}, user: ${user}, become: sudo}\n`)
    .join('')}`;
}

/** Folders of connections that a process made. */
function foldersOf(pid: number): readonly string[] {
  const bases = new Set([process.env.XDG_RUNTIME_DIR || tmpdir(), tmpdir(), '/tmp']);
  return [...bases].flatMap((base) =>
    readdirSync(base)
      .filter((name) => name.startsWith('mw-'))
      .map((name) => join(base, name))
      .filter((path) => {
        const mark = join(path, '.owner');
        return existsSync(mark) && readFileSync(mark, 'utf8').startsWith(`mirrorwright ${pid} `);
      }),
  );
}

describe.skipIf(!ready)('the command and real machines', () => {
  let lab: NodeLab;
  beforeAll(async () => {
    lab = await startNodes(3);
  }, 60_000);
  afterAll(() => lab?.stop());

  const desk = (user?: string, more: Readonly<Record<string, string>> = {}): Desk => {
    for (const node of lab.nodes)
      node.run(
        'rm -rf /etc/containers /var/lib/mirrorwright; mkdir -p -m 755 /etc/containers/registries.conf.d; rm -f /etc/mirrorwright-lab/unhealthy',
      );
    return makeDesk(lab, {
      'mirror-policy.yaml': policy,
      'mirrorwright-nodes.yaml': nodesFile(lab, user),
      ...more,
    });
  };
  const idOf = ({ folder }: Desk, name: string): string =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')).id.slice(0, 12);
  const there = (index: number): boolean => lab.nodes[index]!.try(`cat ${dropIn}`).ok;

  it('push carries on to its end although nobody reads what it says any more', async () => {
    const at = desk();
    const running = at.start('push', '--node', 'node1', '--yes');
    running.process.stdout?.destroy();
    running.process.stderr?.destroy();
    expect((await running.ended).code).toBe(0);
    expect((await at.run('nodes', 'check', 'node1')).stdout).toMatch(/last from here: push \S+, committed/);
  });

  it('plan, push, find drift and roll back on one node', async () => {
    const at = desk();
    const planned = await at.run('plan', '--node', 'node1', '--out', 'p', '--exit-code');
    expect([planned.code, planned.stderr]).toEqual([3, expect.stringContaining('wrote p')]);
    expect(planned.stdout).toContain('+location = "cache.corp.example/hub"');
    expect(lab.nodes[0]!.try('ls /var/lib/mirrorwright').ok).toBe(false);
    const dry = await at.run('push', 'p', '--dry-run');
    expect([dry.code, there(0), existsSync(at.state)]).toEqual([0, false, false]);
    const pushed = await at.run('push', 'p', '--yes');
    expect(pushed).toMatchObject({ code: 0, stdout: expect.stringContaining('node1: committed') });
    expect(lab.nodes[0]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    const [receipt] = readdirSync(join(at.state, 'mirrorwright/receipts'));
    expect(statSync(join(at.state, 'mirrorwright/receipts', receipt!)).mode & 0o777).toBe(0o600);
    expect((await at.run('nodes', 'drift', 'node1')).code).toBe(0);
    lab.nodes[0]!.run(`echo '# by hand' >>${dropIn}`);
    expect((await at.run('nodes', 'drift', 'node1')).stdout).toContain('was changed since');
    const refused = await at.run('rollback', 'p', '--yes');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('was changed since the push'),
    ]);
    expect((await at.run('rollback', 'p', '--overwrite', '--yes')).code).toBe(2);
    expect((await at.run('rollback', 'p', '--overwrite', '--confirm', idOf(at, 'p'))).code).toBe(0);
    expect(there(0)).toBe(false);
  }, 60_000);

  it('copy a node to a folder that needs no connection', async () => {
    const at = desk();
    await at.run('push', '--node', 'node1', '--yes');
    expect((await at.run('nodes', 'pull', 'node1', '--out', 'copy')).code).toBe(0);
    lab.nodes[0]!.link('down');
    const explained = await at.run('explain', 'docker.io/library/nginx', '--root', 'copy');
    expect(explained.stdout).toContain('cache.corp.example/hub/library/nginx');
    expect((await at.run('preview', '--diff', '--root', 'copy', '--target', 'podman@4.3')).stdout).toBe('');
    lab.nodes[0]!.link('up');
  }, 60_000);

  it('push to a fleet: the canary first, and go on where it stopped', async () => {
    const at = desk();
    await at.run('plan', '--out', 'p');
    const id = idOf(at, 'p');
    expect((await at.run('push', 'p', '--yes')).stderr).toContain(`--confirm ${id}`);
    lab.nodes[1]!.run('mount -t tmpfs -o ro tmpfs /etc/containers/registries.conf.d');
    const first = await at.run('push', 'p', '--confirm', id, '--max-failures', '1');
    expect(first.code).toBe(1);
    expect([there(0), there(1), there(2)]).toEqual([true, false, true]);
    lab.nodes[1]!.run('umount /etc/containers/registries.conf.d');
    const pushId = /--resume (\S+)/.exec(first.stderr)![1]!;
    const second = await at.run('push', 'p', '--confirm', id, '--resume', pushId, '--format', 'jsonl');
    expect(second.code).toBe(0);
    const done = JSON.parse(second.stdout.trim().split('\n').at(-1)!);
    expect(done.receipt.nodes.map(({ node, outcome }: Record<string, string>) => [node, outcome])).toEqual([
      ['node2', 'committed'],
    ]);
    expect((await at.run('rollback', id, '--confirm', id)).code).toBe(0);
    expect([there(0), there(1), there(2)]).toEqual([false, false, false]);
  }, 90_000);

  it('leave a push whose end nobody heard to the guard, and learn of it at the next contact', async () => {
    const at = desk();
    const running = at.start('push', '--node', 'node1', '--yes', '--guard', '2s');
    await until(
      () => /node1: (?:journal-prepared|rename|journal-written)/.test(running.said()),
      'the journal',
    );
    running.process.kill('SIGKILL');
    await running.ended;
    // the folder of the connection stays, for the next run to remove
    expect(foldersOf(running.process.pid!)).toHaveLength(1);
    const settled = (): boolean => !lab.nodes[0]!.try('pgrep -f "guard apply"').ok;
    await until(settled, 'the guard');
    const check = await at.run('nodes', 'check', 'node1');
    expect(foldersOf(running.process.pid!)).toEqual([]);
    expect(check.stdout).toMatch(/last from here: push \S+, (?:committed|rolled back)/);
    expect(check.stdout).toContain(there(0) ? ', committed' : ', rolled back');
    expect((await at.run('push', '--node', 'node1', '--yes')).code).toBe(0);
    expect(there(0)).toBe(true);
  }, 60_000);

  it('ask for passwords and a yes in a real terminal, and keep none of them', async () => {
    const at = desk('asked');
    const terminal = openTerminal(at, ['push', '--node', 'node1'], [80, 24]);
    try {
      await until(() => terminal.screen().includes('node1: sudo password of asked'), 'the question');
      terminal.type(lab.password, 'Enter');
      await until(() => /Push plan [0-9a-f]{12} to node1\?/.test(terminal.screen()), 'the confirmation');
      terminal.type('y', 'Enter');
      await until(() => terminal.screen().includes('[ended 0]'), 'the end');
      expect(terminal.screen()).toContain('node1: committed');
      expect(terminal.screen()).not.toContain(lab.password);
    } finally {
      terminal.end();
    }
    const receipts = join(at.state, 'mirrorwright/receipts');
    for (const name of readdirSync(receipts))
      expect(readFileSync(join(receipts, name), 'utf8')).not.toContain(lab.password);
    expect(lab.nodes[0]!.try(`grep -rl '${lab.password}' /etc /var/lib/mirrorwright /run /tmp`).text).toBe(
      '',
    );
  }, 60_000);

  it('want the id of the plan typed for what is severe, in a real terminal', async () => {
    const at = desk();
    await at.run('plan', '--out', 'p');
    const id = idOf(at, 'p');
    for (const [typed, end] of [
      [`${id.slice(0, 11)}${id.endsWith('0') ? '1' : '0'}`, '[ended 130]'],
      ['y', '[ended 130]'],
      [id, '[ended 0]'],
    ] as const) {
      const terminal = openTerminal(at, ['push', 'p'], [80, 24]);
      try {
        await until(
          () => terminal.screen().replace(/\s+/g, '').includes(`Typetheplanid${id}`),
          'the question',
        );
        expect(lab.nodes.map((_, index) => there(index))).toEqual([false, false, false]);
        terminal.type(typed, 'Enter');
        await until(() => /\[ended \d+\]/.test(terminal.screen()), 'the end');
        expect(terminal.screen()).toContain(end);
      } finally {
        terminal.end();
      }
      const wanted = typed === id;
      expect(lab.nodes.map((_, index) => there(index))).toEqual([wanted, wanted, wanted]);
    }
  }, 90_000);

  it('stop safely at Ctrl+C in a real terminal and say what each node is', async () => {
    const at = desk();
    await at.run('plan', '--out', 'p');
    const args = ['push', 'p', '--confirm', idOf(at, 'p'), '--parallel', '1', '--guard', '5s'];
    const terminal = openTerminal(at, args, [80, 24]);
    try {
      await until(() => /node1 +(?:re-hash|space|stage|validate|back-up)/.test(terminal.screen()), 'a step');
      terminal.type('C-c');
      await until(() => terminal.screen().includes('[ended 130]'), 'the end');
      expect(terminal.screen()).toContain('node2: not started');
      expect(terminal.screen()).toContain('node3: not started');
      expect(terminal.screen()).toMatch(there(0) ? /node1: committed/ : /node1: (?:refused|rolled back)/);
    } finally {
      terminal.end();
    }
  }, 60_000);

  it('end with 4 when the login is refused, and name the next step', async () => {
    const at = desk('nobody-here');
    const { code, stderr } = await at.run('nodes', 'check', 'node1');
    expect([code, stderr]).toEqual([4, expect.stringContaining('next: check user, key and password')]);
  }, 30_000);
});
