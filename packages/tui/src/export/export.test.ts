import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import { runBundle } from '../commands/bundle.ts';
import { runPlan } from '../commands/plan.ts';
import { runPush } from '../commands/push.ts';
import { dropIn, house, main, planned } from '../testing/house.ts';
import { stage } from '../testing/push.ts';

/** Every text below a folder. */
function textsBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('plan --export', () => {
  test('makes a role of a saved plan and of one made now, with the same files', async () => {
    const { plan, only, options, at, world } = await planned([memoryNode('a')]);
    const saved = await world.run(runPlan, [plan], { ...only, export: 'ansible', out: at('one') });
    const fresh = await world.run(runPlan, [], { ...options, export: 'ansible', out: at('two') });
    expect([saved.code, fresh.code]).toEqual([0, 0]);
    expect(textsBelow(at('one'))).toBe(textsBelow(at('two')));
    expect(textsBelow(at('one'))).toContain('location = "cache.corp.example/hub"');
    expect(saved.stdout).toContain('+location = "cache.corp.example/hub"');
  });

  test('leaves nothing behind where an error, a secret, drift or a missing image stops it', async () => {
    const node = memoryNode('a');
    const { at, nodes } = house([node], {
      bad: '[[registry]]\nprefix = "docker.io"\n',
      secret: '[[registry]]\nlocation = "a.example"\n',
    });
    const world = stage([node]);
    const out = at('out');
    const attempt = (more: object, args: readonly string[] = []) =>
      world.run(runPlan, args, { ...nodes, export: 'ansible', out, ...more });
    const bad = await attempt({ file: [`${at('bad')}:${dropIn}`] });
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('--accept MW');

    // the secret was there before: it is no part of the change, and still would leave
    node.files.set(main, '[[registry]]\nlocation = "https://user:Pl4nted@b.example"\n');
    writeFileSync(at('secret'), `${node.files.get(main)}# more\n`);
    const secret = await attempt({
      file: [`${at('secret')}:${main}`],
      accept: ['MW202', 'MW302', 'MW102', 'MW301', 'MW216'],
    });
    expect(secret.code).toBe(1);
    expect(secret.stderr).toContain('carries the whole file');
    expect(secret.stdout + secret.stderr).not.toContain('Pl4nted');

    await expect(attempt({ policy: at('policy.yaml'), export: 'kubernetes' })).rejects.toThrow('--image');
    await expect(attempt({ out: undefined })).rejects.toThrow('--out DIR');
    expect(existsSync(out)).toBe(false);

    await world.run(runPlan, [], { ...nodes, policy: at('policy.yaml'), out: at('plan.json') });
    node.files.set(dropIn, '# theirs\n');
    const drift = await attempt({}, [at('plan.json')]);
    expect(drift.code).toBe(1);
    expect(drift.stderr).toContain('was made by somebody since');
    expect(existsSync(out)).toBe(false);
  });

  test('does not write among files that are there', async () => {
    const { options, at, world } = await planned([memoryNode('a')]);
    mkdirSync(at('full'));
    writeFileSync(at('full/x'), '');
    await expect(world.run(runPlan, [], { ...options, export: 'ansible', out: at('full') })).rejects.toThrow(
      'is not empty',
    );
    expect(readdirSync(at('full'))).toEqual(['x']);
  });

  test('makes jobs for several nodes', async () => {
    const { options, at, world } = await planned([memoryNode('a'), memoryNode('b')]);
    const made = await world.run(runPlan, [], {
      ...options,
      export: 'kubernetes',
      image: 'registry.example/x:1',
      out: at('k'),
    });
    expect(made.code).toBe(0);
    expect(made.stderr).toContain('severe: the pods are privileged');
    expect(readdirSync(at('k')).sort()).toEqual([
      '00-namespace.yaml',
      'daemonset',
      'job-a.yaml',
      'job-b.yaml',
    ]);
  });

  test('makes resources for a cluster, and a MachineConfig only of files that its operator does not make', async () => {
    const { at, nodes } = house([], { 'x.conf': '[[registry]]\nlocation = "a.example"\n' });
    const world = stage([]);
    const options = { ...nodes, export: 'kubernetes', target: ['openshift@4.16'] };
    const sets = await world.run(runPlan, [], { ...options, policy: at('policy.yaml'), out: at('sets') });
    expect(sets.code).toBe(0);
    expect(readdirSync(at('sets'))).toContain('imagedigestmirrorset.yaml');
    const made = await world.run(runPlan, [], {
      ...options,
      file: [`${at('x.conf')}:${dropIn}`],
      out: at('mc'),
    });
    expect(made.stderr).toContain('reboot');
    expect(readdirSync(at('mc'))).toEqual(['99-worker-mirrorwright.yaml']);
    const refused = await world.run(runPlan, [], {
      ...options,
      file: [`${at('x.conf')}:${main}`],
      out: at('no'),
    });
    expect([refused.code, existsSync(at('no'))]).toEqual([1, false]);
    expect(refused.stderr).toContain('--policy FILE');
  });
});

describe('--root', () => {
  function copy(at: (name: string) => string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(at(`copy${path}`)), { recursive: true });
      writeFileSync(at(`copy${path}`), text);
    }
    return at('copy');
  }

  test('takes a folder for the machine, without a nodes file and without a connection', async () => {
    const { at } = house([]);
    const root = copy(at, { '/etc/hostname': 'edge-1\n', [main]: '# old\n' });
    const world = stage([]);
    const options = {
      nodes: at('none.yaml'),
      policy: at('policy.yaml'),
      root,
      node: ['edge-1'],
      target: ['podman@5.4'],
    };
    const plan = await world.run(runPlan, [], { ...options, out: at('plan.json') });
    expect(plan.code).toBe(0);
    expect(JSON.parse(readFileSync(at('plan.json'), 'utf8')).nodes[0].hostname).toBe('edge-1');
    const from = { nodes: at('none.yaml'), root };
    expect((await world.run(runBundle, [at('plan.json')], { ...from, out: at('a.tar') })).code).toBe(0);
    expect((await world.run(runBundle, [], { ...options, out: at('b.tar') })).code).toBe(0);
    expect(readFileSync(at('a.tar')).equals(readFileSync(at('b.tar')))).toBe(true);
  });

  test('sees links inside of the folder, and pushes nowhere', async () => {
    const { at } = house([]);
    const root = copy(at, { '/etc/containers/real.conf': '# old\n' });
    const { symlinkSync } = await import('node:fs');
    symlinkSync('/etc/containers/real.conf', join(root, main));
    writeFileSync(at('new.conf'), '# new\n');
    const world = stage([]);
    const options = {
      nodes: at('none.yaml'),
      root,
      target: ['podman@5.4'],
      file: [`${at('new.conf')}:${main}`],
      'allow-path': ['/etc/containers/real.conf'],
      reload: false,
    };
    const made = await world.run(runPlan, [], { ...options, out: at('plan.json') });
    expect(made.stdout).toContain(`${main} leads to /etc/containers/real.conf`);
    const { id } = JSON.parse(readFileSync(at('plan.json'), 'utf8'));
    const push = { nodes: at('none.yaml'), root, reload: false, confirm: id };
    await expect(world.run(runPush, [at('plan.json')], push)).rejects.toThrow('pushed to a folder');
    expect(readFileSync(join(root, '/etc/containers/real.conf'), 'utf8')).toBe('# old\n');
  });
});

describe('push --via kubectl', () => {
  test('is severe whatever changes, and needs an image', async () => {
    const { plan, only, world } = await planned([memoryNode('a')]);
    await expect(world.run(runPush, [plan], { ...only, via: 'kubectl', yes: true })).rejects.toThrow(
      '--image',
    );
    await expect(
      world.run(runPush, [plan], { ...only, via: 'kubectl', image: 'registry.example/x:1', yes: true }),
    ).rejects.toThrow('--yes does not cover it');
  });
});
