import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MemoryNode, memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { stage } from '../testing/push.ts';
import { folderWith, mirrorwright } from '../testing/run.ts';
import { runCheck, runDrift, runPrune, runPull } from './nodes-remote.ts';
import { runPush } from './push.ts';
import { runRollback } from './rollback.ts';

const main = '/etc/containers/registries.conf';
const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

function house(nodes: readonly MemoryNode[]) {
  const list = nodes.map(({ name }) => `  - {name: ${name}, address: ${name}, become: sudo}\n`);
  const folder = folderWith({ 'policy.yaml': policy, 'nodes.yaml': `nodes:\n${list.join('')}` });
  return { folder, only: { nodes: join(folder, 'nodes.yaml') }, policy: join(folder, 'policy.yaml') };
}

describe('nodes on the command line', () => {
  const run = (cwd: string, ...args: string[]) => mirrorwright(['nodes', ...args], { cwd });

  test('are added, listed and removed', async () => {
    const cwd = folderWith({});
    expect((await run(cwd, 'list')).code).toBe(1);
    const added = await run(
      cwd,
      'add',
      'node-a',
      '192.0.2.10',
      '--login',
      'core',
      '--sudo',
      '--group',
      'edge',
      '--port',
      '2222',
    );
    expect(added).toMatchObject({ code: 0, stdout: 'mirrorwright-nodes.yaml: added node-a\n' });
    await run(cwd, 'add', 'node-b', '--jump', 'node-a', '--label', 'site=north');
    expect((await run(cwd, 'list')).stdout).toBe(
      'node-a  core@192.0.2.10:2222               sudo  edge\nnode-b  node-b                over node-a\n',
    );
    expect(JSON.parse((await run(cwd, 'list', '--format', 'json')).stdout).nodes[1].labels).toEqual({
      site: 'north',
    });
    const removed = await run(cwd, 'remove', 'node-a');
    expect(removed.code).toBe(0);
    expect(removed.stderr).toContain('node-b jumps over node-a, which ssh now takes as the name of a host');
    expect((await run(cwd, 'remove', 'node-a')).code).toBe(1);
  });

  test('are removed all together or not at all', async () => {
    const cwd = folderWith({});
    await run(cwd, 'add', 'node-a');
    const { code, stderr } = await run(cwd, 'remove', 'node-a', 'node-x');
    expect(code).toBe(1);
    expect(stderr).toContain('has no node node-x; nothing was removed');
    expect((await run(cwd, 'list')).stdout).toContain('node-a');
  });

  test.each([
    [['add', '--', '-oProxyCommand=x'], 'the name'],
    [['add', 'a', '$(reboot)'], 'the address'],
    [['add', 'a', 'b', '--login', 'a b'], '--login'],
    [['add', 'a', 'b', '--identity', 'key'], '--identity'],
    [['add', 'a', 'b', '--jump', '-J'], '--jump'],
    [['add', 'a', 'b', '--label', 'x'], '--label'],
    [['add'], 'name the node'],
    [['remove'], ''],
    [['fly'], ''],
  ])('refuse %j as wrong usage and write nothing', async (args, said) => {
    const cwd = folderWith({});
    const { code, stderr } = await run(cwd, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(() => statSync(join(cwd, 'mirrorwright-nodes.yaml'))).toThrow();
  });

  test('are imported, and what is left out is named without its secrets', async () => {
    const cwd = folderWith({ hosts: '[web]\nw[1:2] ansible_password=Pl4nted\n', config: 'Host h\nHost *\n' });
    const ansible = await run(cwd, 'add', '--from-ansible', 'hosts', '--group', 'imported');
    expect(ansible.stdout).toContain('added w1, w2');
    expect(ansible.stderr).toContain('hosts:2 ansible_password');
    expect((await run(cwd, 'add', '--from-ssh', 'config')).stdout).toContain('added h');
    const again = await run(cwd, 'add', '--from-ansible', 'hosts', 'w1');
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('w1 is in mirrorwright-nodes.yaml already');
    const text = readFileSync(join(cwd, 'mirrorwright-nodes.yaml'), 'utf8');
    expect(text + ansible.stderr).not.toContain('Pl4nted');
  });

  test('of a file with faults are named with their lines', async () => {
    const cwd = folderWith({
      'mirrorwright-nodes.yaml': 'nodes:\n  - name: a\n    address: a\n    user: -l\n',
    });
    const { code, stderr } = await mirrorwright(['plan'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('mirror-policy.yaml does not exist');
    expect((await run(cwd, 'check')).stderr).toContain(
      'mirrorwright-nodes.yaml:4 "user" must be a login name',
    );
  });

  test('that are misspelt are answered with the name that is near', async () => {
    const cwd = folderWith({ 'mirrorwright-nodes.yaml': 'nodes: [{name: node-a, address: a}]\n' });
    expect((await run(cwd, 'check', 'node-b')).stderr).toContain('did you mean node-a?');
  });
});

describe('nodes check', () => {
  test('tells what runs on a node and what is left of a push', async () => {
    const node = memoryNode('a');
    node.facts = { ...node.facts, unsettledJournal: 'push-0 written' };
    const { only } = house([node]);
    const found = await stage([node]).run(runCheck, [], only);
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('readers: podman@5.4.2');
    expect(found.stdout).toContain('--repair');
    const repaired = await stage([node]).run(runCheck, [], { ...only, repair: true });
    expect(repaired).toMatchObject({ code: 0 });
    expect(repaired.stdout).toContain('settled: rolled-back');
  });

  test('shows no control character that a node sent', async () => {
    const node = memoryNode('a');
    node.facts = { ...node.facts, os: 'Debian \u001b]0;owned\u0007' };
    const { stdout } = await stage([node]).run(runCheck, [], house([node]).only);
    expect(stdout).toContain('Debian \\x1b]0;owned\\x07');
  });

  test('ends with 4 when a node refuses the login, and names the next step', async () => {
    const node = memoryNode('a');
    node.faults.set('connect', {
      kind: 'authentication',
      message: 'permission denied',
      nextStep: 'ssh-add your key',
    });
    const { code, stderr } = await stage([node]).run(runCheck, [], house([node]).only);
    expect([code, stderr]).toEqual([4, 'a: permission denied\n  next: ssh-add your key\n']);
  });
});

describe('nodes pull', () => {
  test('makes a folder that lint and explain take as a root', async () => {
    const node = memoryNode('a', {
      [main]:
        '[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/hub"\n',
      '/etc/containers/auth.json': '{"auths": {"a.example": {"auth": "Pl4nted"}}}',
      '/etc/containers/certs.d/a.example/client.key': 'Pl4nted',
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
    });
    const { folder, only } = house([node]);
    const out = join(folder, 'copy');
    const { code, stderr } = await stage([node]).run(runPull, [], { ...only, out });
    expect(code).toBe(0);
    expect(stderr).toContain('auth.json holds secrets');
    expect(readFileSync(join(out, 'etc/containers/auth.json'), 'utf8')).not.toContain('Pl4nted');
    expect(() => statSync(join(out, 'etc/containers/certs.d'))).toThrow();
    expect((await mirrorwright(['lint', '--root', out])).code).toBe(0);
    const explained = await mirrorwright(['explain', 'docker.io/library/nginx', '--root', out]);
    expect(explained.stdout).toContain('cache.corp.example/hub/library/nginx');
  });

  test('keeps several nodes apart', async () => {
    const nodes = [memoryNode('a', { [main]: '# a\n' }), memoryNode('b', { [main]: '# b\n' })];
    const { folder, only } = house(nodes);
    await stage(nodes).run(runPull, [], { ...only, out: folder });
    for (const name of ['a', 'b'])
      expect(readFileSync(join(folder, name, 'etc/containers/registries.conf'), 'utf8')).toBe(`# ${name}\n`);
  });
});

test('nodes pull says why its folder cannot be made, and how to go on with one of an odd name', async () => {
  const node = memoryNode('a', { [main]: '# a\n' });
  const { folder, only } = house([node]);
  const inTheWay = join(folder, 'nodes.yaml');
  for (const out of [inTheWay, join(inTheWay, 'x')]) {
    const { code, stderr } = await stage([node]).run(runPull, [], { ...only, out });
    expect(code).toBe(1);
    expect(stderr).toMatch(/nodes\.yaml\S* cannot be made \((?:EEXIST|ENOTDIR)\); name another folder/);
  }
  const { stderr } = await stage([node]).run(runPull, [], { ...only, out: join(folder, 'a copy') });
  expect(stderr).toContain(`mirrorwright lint --root '${join(folder, 'a copy')}' --target`);
});

describe('nodes drift and prune', () => {
  test('compare with what was pushed last, and forget old backups', async () => {
    const node = memoryNode('a');
    const { only, policy: path } = house([node]);
    const world = stage([node]);
    expect((await world.run(runDrift, [], only)).stdout).toContain('nothing was pushed');
    await world.run(runPush, [], { ...only, policy: path, yes: true });
    expect(await world.run(runDrift, [], only)).toMatchObject({ code: 0 });
    const [file] = [...node.files.keys()];
    const text = node.files.get(file!)!;
    node.files.set(file!, `${text}# by hand\n`);
    const drifted = await world.run(runDrift, [], only);
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain('was changed since (push push-1)');
    node.files.set(file!, text);
    const [receipt] = await world.outside.receipts.list();
    await world.run(runRollback, [receipt!.planId], { ...only, yes: true });
    expect((await world.run(runDrift, [], only)).stdout).toContain('is as it was pushed');
    await world.run(runPush, [], { ...only, policy: path, yes: true });
    expect((await world.run(runDrift, [], only)).code).toBe(0);
    await expect(world.run(runPrune, [], only)).rejects.toThrow(/--yes/);
    expect((await world.run(runPrune, [], { ...only, keep: '0', yes: true })).stdout).toContain(
      'backups of 3 pushes\n',
    );
  });
});
