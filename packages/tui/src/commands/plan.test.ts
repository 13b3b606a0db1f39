import { readFileSync } from 'node:fs';
import { memoryNode } from '@mirrorwright/io/testing';
import { describe, expect, test } from 'vitest';
import type { Options } from '../cli/spec.ts';
import type { Outside } from '../push/outside.ts';
import { wantedOf } from '../push/wanted.ts';
import { dropIn, house, main, planned } from '../testing/house.ts';
import { stage } from '../testing/push.ts';
import { runPlan } from './plan.ts';
import { runPush } from './push.ts';

describe('plan', () => {
  test('shows the diff and what it comes to, and writes a plan that names it', async () => {
    const { result, id } = await planned([memoryNode('a')]);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('+location = "cache.corp.example/hub"');
    expect(result.stdout).toContain('impact: podman@5.4.2: nothing restarts');
    expect(result.stdout).toContain(`plan ${id.slice(0, 12)}: 1 file on 1 node`);
  });

  test('leaves every session and file of the node alone', async () => {
    const node = memoryNode('a', { [main]: 'unqualified-search-registries = []\n' });
    await planned([node]);
    expect(node.sessions).toBe(0);
    expect(node.orders).toEqual([]);
    expect([...node.files.keys()]).toEqual([main]);
  });

  test('tells by its exit code whether something would change', async () => {
    const node = memoryNode('a');
    expect((await planned([node], { 'exit-code': true })).result.code).toBe(3);
    const { plan, only, world } = await planned([node]);
    await world.run(runPush, [plan], { ...only, yes: true });
    const again = await planned([node], { 'exit-code': true });
    expect(again.result.code).toBe(0);
    expect(again.result.stdout).toContain('nothing to change');
  });

  test('is none when a node cannot be planned, and says which and why', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    nodes[1]!.facts = { ...nodes[1]!.facts, markers: ['/etc/machine-config-daemon/currentconfig'] };
    const { result, id } = await planned(nodes);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('b: ');
    expect(result.stderr).toContain('ImageDigestMirrorSet');
    expect(id).toBe('');
  });

  test('says how to come to a policy, or to name files, where there is none', async () => {
    await expect(wantedOf({ policy: '/nowhere/p.yaml' })).rejects.toThrow(
      /^\/nowhere\/p\.yaml does not exist; .*mirrorwright init; .*--file SRC:DEST$/,
    );
    await expect(wantedOf({ file: ['/nowhere/a.conf:/etc/a.conf'] })).rejects.toThrow(
      '/nowhere/a.conf does not exist; name a file that can be read',
    );
  });

  test('ends with 4 when every node refuses the login', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const failure = {
      kind: 'authentication',
      message: 'permission denied',
      nextStep: 'check the key',
    } as const;
    for (const { faults } of nodes) faults.set('connect', failure);
    expect((await planned(nodes)).result.code).toBe(4);
    nodes[1]!.faults.set('connect', { ...failure, kind: 'timeout' });
    expect((await planned(nodes)).result.code).toBe(1);
  });

  test('shows no secret, neither of the change nor around it', async () => {
    const path = '/etc/rancher/k3s/registries.yaml';
    const before = 'configs:\n  a.example:\n    auth:\n      password: Pl4nted\n';
    const nodes = [memoryNode('a', { [path]: before })];
    const { at, nodes: only } = house(nodes, {
      new: `${before}  b.example: {}\n`,
      other: before.replace('Pl4nted', 'N3wone'),
    });
    const world = stage(nodes);
    const options = { ...only, 'allow-path': [path], reload: false };
    const shown = await world.run(runPlan, [], { ...options, file: [`${at('new')}:${path}`], out: at('p') });
    expect(shown.stdout).toContain('+  b.example: {}');
    expect(shown.stdout).toContain('severe:');
    expect(shown.stdout + shown.stderr + readFileSync(at('p'), 'utf8')).not.toContain('Pl4nted');
    const refused = await world.run(runPlan, [], { ...options, file: [`${at('other')}:${path}`] });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('holds a secret');
    expect(refused.stdout + refused.stderr).not.toMatch(/Pl4nted|N3wone/);
  });

  test('prints JSON without any text of a file', async () => {
    const { result } = await planned([memoryNode('a')], { format: 'json' });
    const json = JSON.parse(result.stdout);
    expect(json.nodes[0]).toMatchObject({ node: 'a', status: 'planned', targets: ['podman@5.4.2'] });
    expect(result.stdout).not.toContain('cache.corp.example');
  });

  test('knows where the new files of a policy lead when their folder is a link', async () => {
    const node = memoryNode('a');
    const { options, at } = house([node]);
    const world = stage([node]);
    const { connect } = world.outside;
    const outside: Outside = {
      ...world.outside,
      connect: async (address) => {
        const link = await connect(address);
        const read: typeof link.read = async (paths, folders) =>
          (await link.read(paths, folders)).map((state) => ({
            ...state,
            realPath: state.path.replace(/^\/etc\/containers\//, '/srv/containers/'),
          }));
        return { ...link, read };
      },
    };
    const plan = (over: Options) =>
      world.run((invocation) => runPlan(invocation, outside), [], { ...options, ...over });
    const refused = await plan({});
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`/srv/containers/registries.conf.d/50-mirrors.conf, where the links of`);
    const allowed = { 'allow-path': ['/srv/containers/**'], reload: false };
    expect((await plan({ ...allowed, out: at('plan.json') })).code).toBe(0);
    const pushed = await world.run((invocation) => runPush(invocation, outside), [at('plan.json')], {
      nodes: options.nodes!,
      reload: false,
      confirm: JSON.parse(readFileSync(at('plan.json'), 'utf8')).id,
    });
    expect(pushed.code).toBe(0);
    expect(node.orders[0]?.files[0]).toMatchObject({
      path: dropIn,
      realPath: '/srv/containers/registries.conf.d/50-mirrors.conf',
    });
    expect(node.orders[0]?.validate).toMatchObject([{ reader: 'podman' }]);
  });
});
