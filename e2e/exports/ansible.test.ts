import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NodeLab, nodePrograms, startNodes } from '../nodes/support/nodes.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { type Answer, buildCommand, type House, houseBeside, stateOf } from './house.ts';

const ready = havePrograms(...nodePrograms, 'ansible-playbook') && haveNamespaces();
const conf = '/etc/containers/registries.conf';
const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';

describe.skipIf(!ready)('a plan carried out by ansible-core', () => {
  let lab: NodeLab;
  let house: House;
  let count = 0;

  beforeAll(async () => {
    buildCommand();
    lab = await startNodes(2);
    house = houseBeside(lab);
  }, 90_000);
  afterAll(() => lab?.stop());
  beforeEach(() => {
    for (const node of lab.nodes)
      node.run(
        `rm -rf /etc/containers /var/lib/mirrorwright /var/log/lab/* /run/systemd /etc/mirrorwright-lab/fail; mkdir -p -m 755 /etc/containers/registries.conf.d; printf 'unqualified-search-registries = ["docker.io"]\\n' >${conf}; chmod 640 ${conf}; chown 0:3 ${conf}`,
      );
  });

  /** Plans and exports; answers the folder of the export and the plan's file. */
  async function exported(...args: readonly string[]): Promise<{ role: string; plan: string; id: string }> {
    const number = ++count;
    const plan = join(house.folder, `plan-${number}.json`);
    const made = await house.mirrorwright('plan', ...args, '--out', plan);
    expect(made).toMatchObject({ code: 0 });
    const role = join(house.folder, `role-${number}`);
    const again = args.filter(
      (_, index) =>
        /^--(?:reload|restart|no-reload|accept)/.test(args[index - 1] ?? '') ||
        /^--(?:reload|restart|no-reload|accept)/.test(args[index]!),
    );
    expect(
      await house.mirrorwright('plan', plan, '--export', 'ansible', '--out', role, ...again),
    ).toMatchObject({ code: 0 });
    return { role, plan, id: JSON.parse(readFileSync(plan, 'utf8')).id };
  }

  const play = (role: string, ...args: readonly string[]): Promise<Answer> =>
    house.run('ansible-playbook', ['-i', 'inventory.yaml', ...args], role);

  const before = () => lab.nodes.map(stateOf);

  it('checks clean, does what a push does, and does nothing the second time', async () => {
    const old = before();
    const { role, plan, id } = await exported();
    const check = await play(role, 'push.yaml', '--check', '--diff');
    expect(check).toMatchObject({ code: 0 });
    expect(check.text).toContain('+location = "cache.corp.example/hub"');
    expect(before()).toEqual(old);
    expect(lab.nodes[0]!.try('ls /var/lib/mirrorwright').ok).toBe(false);

    const first = await play(role, 'push.yaml');
    expect(first).toMatchObject({ code: 0 });
    expect(first.text).not.toMatch(/WARNING|DEPRECAT/);
    const byAnsible = before();
    expect(lab.nodes[0]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    const second = await play(role, 'push.yaml');
    expect(second.text).toMatch(/node1 .*changed=0 .*failed=0/);
    expect(second.text).toMatch(/node2 .*changed=0 .*failed=0/);

    expect(await play(role, 'rollback.yaml')).toMatchObject({ code: 0 });
    expect(before()).toEqual(old);
    expect(await house.mirrorwright('push', plan, '--confirm', id)).toMatchObject({ code: 0 });
    expect(before()).toEqual(byAnsible);
  }, 180_000);
});
