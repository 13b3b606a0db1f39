import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../push/engine.ts';
import { type MemoryNode, memoryNode } from '../testing/memory-node.ts';
import { stage } from '../testing/push.ts';
import { folderWith } from '../testing/run.ts';
import { runCheck } from './nodes-remote.ts';
import { runPlan } from './plan.ts';
import { runPush } from './push.ts';
import { runRollback } from './rollback.ts';

const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
const main = '/etc/containers/registries.conf';
const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

/** A folder with a policy and a nodes file for these machines; the options that name them. */
function house(nodes: readonly MemoryNode[], more: Readonly<Record<string, string>> = {}) {
  const list = nodes.map(
    ({ name }) => `  - {name: ${name}, address: ${name}, become: sudo, groups: [all]}\n`,
  );
  const folder = folderWith({ 'policy.yaml': policy, 'nodes.yaml': `nodes:\n${list.join('')}`, ...more });
  const at = (name: string): string => join(folder, name);
  return {
    at,
    nodes: { nodes: at('nodes.yaml') },
    options: { nodes: at('nodes.yaml'), policy: at('policy.yaml') },
  };
}

async function planned(
  nodes: readonly MemoryNode[],
  over: Parameters<ReturnType<typeof stage>['run']>[2] = {},
) {
  const { at, options, nodes: only } = house(nodes);
  const world = stage(nodes);
  const result = await world.run(runPlan, [], { ...options, out: at('plan.json'), ...over });
  const text = existsSync(at('plan.json')) ? readFileSync(at('plan.json'), 'utf8') : '';
  const id = text === '' ? '' : (JSON.parse(text).id as string);
  return { at, options, only, world, result, id, plan: at('plan.json') };
}

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
});

describe('push', () => {
  test('carries out a plan, keeps a receipt and can be taken back', async () => {
    const node = memoryNode('a', { [main]: '# mine\n' });
    const { plan, only, world, id } = await planned([node]);
    const pushed = await world.run(runPush, [plan], { ...only, yes: true });
    expect(pushed.code).toBe(0);
    expect(pushed.stdout).toContain('+location = "cache.corp.example/hub"');
    expect(pushed.stdout).toContain('a: committed');
    expect(pushed.stderr).toContain(`rollback ${id.slice(0, 12)}`);
    expect(node.files.get(dropIn)).toContain('cache.corp.example/hub');
    expect((await world.outside.receipts.list())[0]).toMatchObject({
      planId: id,
      nodes: [{ outcome: 'committed' }],
    });
    const undone = await world.run(runRollback, [id.slice(0, 12)], { ...only, yes: true });
    expect(undone.code).toBe(0);
    expect([...node.files.keys()]).toEqual([main]);
    expect(node.sessions).toBe(0);
  });

  test('of a policy needs no plan file', async () => {
    const node = memoryNode('a');
    const { options } = house([node]);
    expect((await stage([node]).run(runPush, [], { ...options, yes: true })).code).toBe(0);
    expect(node.files.has(dropIn)).toBe(true);
  });

  test('asks, and writes nothing without a yes', async () => {
    const node = memoryNode('a');
    const { options } = house([node]);
    const world = stage([node], { asks: true });
    world.answers.push(false, undefined, true);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect(node.orders).toEqual([]);
    expect(world.questions[0]).toMatch(/^Push plan [0-9a-f]{12} to a\?$/);
    expect((await world.run(runPush, [], options)).code).toBe(0);
  });

  test('is a usage error where nobody can be asked', async () => {
    const node = memoryNode('a');
    await expect(stage([node]).run(runPush, [], house([node]).options)).rejects.toThrow(/--yes/);
    expect(node.orders).toEqual([]);
    expect(node.sessions).toBe(0);
  });

  test('of severe changes needs the id of the plan, which --yes is not', async () => {
    const node = memoryNode('a', { [main]: '[[registry]]\nlocation = "quay.io"\n' });
    const { at, nodes: only } = house([node], { empty: '# empty\n' });
    const options = { ...only, file: [`${at('empty')}:${main}`] };
    await expect(stage([node]).run(runPush, [], { ...options, yes: true })).rejects.toThrow(/--confirm/);
    const world = stage([node], { asks: true });
    world.answers.push('yes', '0123456789ab');
    expect((await world.run(runPush, [], { ...options, yes: true })).code).toBe(130);
    expect((await world.run(runPush, [], options)).code).toBe(130);
    expect((await world.run(runPush, [], { ...options, confirm: '0'.repeat(64) })).code).toBe(1);
    expect(node.orders).toEqual([]);
    const id = /id ([0-9a-f]{12})/.exec(world.questions[0]!)![1]!;
    world.answers.push(id);
    const { code, stdout } = await world.run(runPush, [], options);
    expect(stdout).toContain('severe: the entry of quay.io goes');
    expect(code).toBe(0);
  });

  test('of many nodes needs the id too', async () => {
    const nodes = [memoryNode('a'), memoryNode('b')];
    const { plan, only, world, id } = await planned(nodes);
    await expect(world.run(runPush, [plan], { ...only, yes: true })).rejects.toThrow(/severe/);
    // less than what is shown is no confirmation
    expect((await world.run(runPush, [plan], { ...only, confirm: id.slice(0, 11) })).code).toBe(1);
    expect((await world.run(runPush, [plan], { ...only, confirm: id.slice(0, 12) })).code).toBe(0);
    expect(nodes.every(({ files }) => files.has(dropIn))).toBe(true);
  });

  test('stops at errors of the rules until they are accepted by name', async () => {
    const node = memoryNode('a');
    const { at, nodes: only } = house([node], { bad: '[[registry]]\nprefix = "docker.io"\n' });
    const options = { ...only, file: [`${at('bad')}:${dropIn}`], yes: true };
    const blocked = await stage([node]).run(runPush, [], options);
    expect(blocked.code).toBe(1);
    const codes = [...blocked.stderr.matchAll(/--accept (MW\d+)/g)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(0);
    expect(node.orders).toEqual([]);
    expect((await stage([node]).run(runPush, [], { ...options, accept: codes })).code).toBe(0);
  });

  test('stops at drift before anything is written', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { plan, only, world } = await planned([node]);
    node.files.set(dropIn, '# somebody else\n');
    const { code, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain('was changed since the plan was made');
    expect(node.files.get(dropIn)).toBe('# somebody else\n');
    expect(await world.outside.receipts.list()).toEqual([]);
  });

  test('of a plan that somebody changed is refused, and nobody is contacted', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    node.faults.set('connect', { kind: 'other', message: 'contacted', nextStep: '' });
    writeFileSync(plan, readFileSync(plan, 'utf8').replaceAll('cache.corp', 'evil.corp'));
    const { code, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain('was changed after it was made');
    expect(stderr).not.toContain('contacted');
  });

  test('of a plan for other machines is refused', async () => {
    const node = memoryNode('a');
    const { plan, at, world } = await planned([node]);
    writeFileSync(at('nodes.yaml'), 'nodes: [{name: a, address: 192.0.2.99, become: sudo}]\n');
    expect((await world.run(runPush, [plan], { nodes: at('nodes.yaml'), yes: true })).stderr).toContain(
      'the nodes file has 192.0.2.99',
    );
    writeFileSync(at('nodes.yaml'), 'nodes: [{name: b, address: b}]\n');
    expect((await world.run(runPush, [plan], { nodes: at('nodes.yaml'), yes: true })).stderr).toContain(
      'has no a',
    );
  });

  test('with --dry-run asks nothing, changes nothing and leaves no receipt', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, 'dry-run': true });
    expect(code).toBe(0);
    expect(stdout).toContain('a: dry run');
    expect(node.orders[0]).toMatchObject({ dryRun: true, leaseSeconds: 60, keepBackups: 10 });
    expect(node.files.size).toBe(0);
    expect(await world.outside.receipts.list()).toEqual([]);
  });

  test('that a node took back says so and fails', async () => {
    const node = memoryNode('a');
    node.faults.set('apply', {
      kind: 'service-failed',
      message: 'crio did not reload',
      nextStep: 'see its journal',
    });
    const { plan, only, world } = await planned([node]);
    const { code, stdout, stderr } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stdout).toContain('a: rolled back, as it was before (service-failed: crio did not reload)');
    expect(stderr).toContain('next: see its journal');
  });

  test('whose end nobody heard is unknown, and says until when', async () => {
    const node = memoryNode('a');
    node.faults.set('lost', {
      kind: 'timeout',
      message: 'the connection is gone',
      nextStep: 'nodes check a',
    });
    const { plan, only, world } = await planned([node]);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/a: unknown, the guard on the node decides by 20\d\d-/);
    const [receipt] = await world.outside.receipts.list();
    expect(receipt?.nodes[0]).toMatchObject({ outcome: 'unknown' });
    // at the next contact the node says what became of it
    node.faults.clear();
    node.records.push({
      pushId: receipt!.pushId,
      planId: '',
      kind: 'apply',
      outcome: 'rolled-back',
      at: 0,
      files: [],
    });
    await world.run(runCheck, [], only);
    expect((await world.outside.receipts.list())[0]?.nodes[0]).toMatchObject({ outcome: 'rolled-back' });
  });

  test('again finds everything as planned', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    await world.run(runPush, [plan], { ...only, yes: true });
    const { code, stdout } = await world.run(runPush, [plan], { ...only, yes: true });
    expect(code).toBe(0);
    expect(stdout).toContain('as planned already');
    expect(node.orders).toHaveLength(1);
  });

  test('tells its events as JSON lines', async () => {
    const { plan, only, world } = await planned([memoryNode('a')]);
    const { stdout } = await world.run(runPush, [plan], { ...only, yes: true, format: 'jsonl' });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(['start', 'step', 'step', 'step', 'end', 'done']);
    expect(events.at(-1).receipt.nodes[0].outcome).toBe('committed');
  });
});

describe('push to a fleet', () => {
  const fleet = (count: number) => Array.from({ length: count }, (_, index) => memoryNode(`n${index}`));
  const refusing = { kind: 'service-failed', message: 'no', nextStep: '' } as const;

  test('stops at a canary that fails', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[0]!.faults.set('apply', refusing);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(code).toBe(1);
    expect(stdout).toContain('n1: not started');
    expect(nodes.filter(({ files }) => files.has(dropIn))).toEqual([]);
    expect(nodes.every(({ sessions }) => sessions === 0)).toBe(true);
  });

  test('goes on where it stopped with --resume', async () => {
    const nodes = fleet(5);
    const { plan, only, world, id } = await planned(nodes);
    nodes[2]!.faults.set('apply', refusing);
    const first = await world.run(runPush, [plan], { ...only, confirm: id, batch: '2', parallel: '1' });
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(
      /n0: committed\nn1: committed\nn2: rolled back.*\nn3: not started\nn4: not started/,
    );
    expect(first.stderr).toContain('--resume push-');
    const pushId = /--resume (push-\d+)/.exec(first.stderr)![1]!;
    nodes[2]!.faults.clear();
    const second = await world.run(runPush, [plan], { ...only, confirm: id, resume: pushId });
    expect(second.code).toBe(0);
    expect(nodes.map(({ orders }) => orders.length)).toEqual([1, 1, 2, 1, 1]);
    await expect(world.run(runPush, [plan], { ...only, confirm: id, resume: 'none' })).rejects.toThrow(
      /no receipt/,
    );
  });

  test('takes all back with --rollback-all', async () => {
    const nodes = fleet(3);
    const { plan, only, world, id } = await planned(nodes);
    nodes[2]!.faults.set('apply', refusing);
    const { code, stdout } = await world.run(runPush, [plan], { ...only, confirm: id, 'rollback-all': true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/n0: rolled back.*\nn1: rolled back.*\nn2: rolled back/);
    expect(nodes.every(({ files }) => files.size === 0)).toBe(true);
  });

  test('stops safely at Ctrl+C and says what each node is', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[1]!.during = () => world.interrupt();
    const { code, stdout, stderr } = await world.run(runPush, [plan], {
      ...only,
      confirm: id,
      parallel: '1',
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Ctrl+C again leaves');
    expect(stdout).toMatch(/n0: committed\nn1: rolled back.*\nn2: not started\nn3: not started/);
    expect(nodes.every(({ sessions }) => sessions === 0)).toBe(true);
  });

  test('goes on past nodes that cannot be reached when that many may fail', async () => {
    const nodes = fleet(4);
    const { plan, only, world, id } = await planned(nodes);
    nodes[1]!.faults.set('connect', { kind: 'timeout', message: 'no answer', nextStep: '' });
    const strict = await world.run(runPush, [plan], { ...only, confirm: id });
    expect(strict.code).toBe(1);
    expect(nodes.every(({ orders }) => orders.length === 0)).toBe(true);
    const lenient = await world.run(runPush, [plan], { ...only, confirm: id, 'max-failures': '1' });
    expect(lenient.code).toBe(1);
    expect(nodes.map(({ orders }) => orders.length)).toEqual([1, 0, 1, 1]);
  });

  test('ends with the code that its nodes give', () => {
    const receipt = (...nodes: readonly [string, string?][]) => ({
      version: 1 as const,
      pushId: 'p',
      planId: '',
      kind: 'push' as const,
      startedAt: 0,
      nodes: nodes.map(([outcome, failure]) => ({
        node: 'a',
        address: 'a',
        outcome: outcome as 'committed',
        files: [],
        validated: [],
        ...(failure !== undefined && { failure }),
      })),
    });
    const code = (...nodes: readonly [string, string?][]) => codeOf(receipt(...nodes), { cancelled: false });
    expect(code(['committed'], ['unchanged'])).toBe(0);
    expect(code(['unknown'])).toBe(1);
    expect(code(['refused', 'authentication: no'], ['waiting'])).toBe(4);
    expect(code(['refused', 'authentication: no'], ['refused', 'timeout: no'])).toBe(1);
    expect(codeOf(receipt(['committed']), { cancelled: true })).toBe(130);
  });
});

describe('rollback', () => {
  test('refuses where a file was changed since, unless that is confirmed', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { at, nodes: only } = house([node], { new: '# after\n' });
    const world = stage([node]);
    const options = { ...only, file: [`${at('new')}:${dropIn}`] };
    await world.run(runPlan, [], { ...options, out: at('p') });
    const { id } = JSON.parse(readFileSync(at('p'), 'utf8'));
    expect((await world.run(runPush, [at('p')], { ...only, confirm: id })).code).toBe(0);
    node.files.set(dropIn, '# later\n');
    const refused = await world.run(runRollback, [at('p')], { ...only, yes: true });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('was changed since');
    await expect(world.run(runRollback, [id], { ...only, overwrite: true, yes: true })).rejects.toThrow(
      /severe/,
    );
    expect((await world.run(runRollback, [id], { ...only, overwrite: true, confirm: id })).code).toBe(0);
    expect(node.files.get(dropIn)).toBe('# before\n');
  });

  test('shows what comes back, and asks', async () => {
    const node = memoryNode('a', { [dropIn]: '# before\n' });
    const { at, nodes: only } = house([node], { new: '# after\n' });
    const world = stage([node], { asks: true });
    world.answers.push(true, false);
    await world.run(runPush, [], { ...only, file: [`${at('new')}:${dropIn}`], confirm: undefined });
    const [receipt] = await world.outside.receipts.list();
    const left = await world.run(runRollback, [receipt?.planId ?? ''], only);
    expect(left.stderr).toContain('-# after\n+# before');
    expect(left.code).toBe(130);
    expect(node.files.get(dropIn)).toBe('# after\n');
  });

  test('of a push that was taken back already says so', async () => {
    const node = memoryNode('a');
    const { plan, only, world } = await planned([node]);
    await world.run(runPush, [plan], { ...only, yes: true });
    expect((await world.run(runRollback, [plan], { ...only, yes: true })).code).toBe(0);
    const again = await world.run(runRollback, [plan], { ...only, yes: true });
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('no node has a committed push')]);
  });

  test('of an unknown plan says what can be named', async () => {
    const node = memoryNode('a');
    const { nodes: only } = house([node]);
    expect((await stage([node]).run(runRollback, ['0123456789ab'], only)).stderr).toContain(
      'no push of plan',
    );
    expect((await stage([node]).run(runRollback, ['nothing'], only)).stderr).toContain('at least 12 digits');
  });
});
