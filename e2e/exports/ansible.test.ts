import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeKey, type NodeLab, nodePrograms, startNodes, until } from '../nodes/support/nodes.ts';
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
  async function exported(
    args: readonly string[] = [],
    again: readonly string[] = [],
  ): Promise<{ role: string; plan: string; id: string }> {
    const number = ++count;
    const plan = join(house.folder, `plan-${number}.json`);
    const made = await house.mirrorwright('plan', ...args, ...again, '--out', plan);
    expect(made).toMatchObject({ code: 0 });
    const role = join(house.folder, `role-${number}`);
    expect(
      await house.mirrorwright('plan', plan, '--export', 'ansible', '--out', role, ...again),
    ).toMatchObject({ code: 0 });
    return { role, plan, id: JSON.parse(readFileSync(plan, 'utf8')).id };
  }

  const play = (role: string, ...args: readonly string[]): Promise<Answer> =>
    house.run('ansible-playbook', ['-i', 'inventory.yaml', ...args], role);

  /** Went well; else what was said is shown. */
  const fine = (answer: Answer): void => expect(answer.code, answer.text).toBe(0);

  const before = () => lab.nodes.map(stateOf);

  it('checks clean, does what a push does, and does nothing the second time', async () => {
    const old = before();
    const { role, plan, id } = await exported();
    const check = await play(role, 'push.yaml', '--check', '--diff');
    fine(check);
    expect(check.text).toContain('+location = "cache.corp.example/hub"');
    expect(before()).toEqual(old);
    expect(lab.nodes[0]!.try('ls /var/lib/mirrorwright').ok).toBe(false);

    const first = await play(role, 'push.yaml');
    fine(first);
    expect(first.text).not.toMatch(/WARNING|DEPRECAT/);
    const byAnsible = before();
    expect(lab.nodes[0]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    const second = await play(role, 'push.yaml');
    expect(second.text).toMatch(/node1 .*changed=0 .*failed=0/);
    expect(second.text).toMatch(/node2 .*changed=0 .*failed=0/);

    fine(await play(role, 'rollback.yaml'));
    expect(before()).toEqual(old);
    expect(await house.mirrorwright('push', plan, '--confirm', id)).toMatchObject({ code: 0 });
    expect(before()).toEqual(byAnsible);
  }, 400_000);

  it('stops at a file that somebody changed, before the other nodes', async () => {
    const { role } = await exported();
    lab.nodes[0]!.run(`echo '# theirs' >${dropIn}`);
    const old = before();
    const stopped = await play(role, 'push.yaml');
    expect(stopped.code).not.toBe(0);
    expect(stopped.text).toContain(`drift: ${dropIn} was changed since the plan was made`);
    expect(before()).toEqual(old);
  }, 400_000);

  it.each([
    ['refused-by-service', 'systemctl reload crio.service failed'],
    ['refused-by-crio', 'crio.service did not take the new files'],
    ['unhealthy-service', 'crio.service is failed'],
  ])(
    'restores the set when the service says no (%s)',
    async (word, reason) => {
      for (const node of lab.nodes) node.run('mkdir -p /run/systemd/system');
      const source = house.write('bad.conf', `unqualified-search-registries = ["docker.io"]\n# ${word}\n`);
      const other = house.write('other.conf', '[[registry]]\nlocation = "a.example"\n');
      const files = [
        '--file',
        `${other}:/etc/containers/registries.conf.d/10-a.conf`,
        '--file',
        `${source}:${conf}`,
      ];
      const { role } = await exported([...files, '--target', 'cri-o@1.33', '--node', 'node1']);
      const old = before();
      const failed = await play(role, 'push.yaml');
      expect(failed.code).not.toBe(0);
      expect(failed.text).toContain(reason);
      expect(failed.text).toContain('"rolled-back"');
      expect(before()).toEqual(old);
      expect(lab.nodes[0]!.run('grep -c "reload crio" /var/log/lab/systemctl')).toBe('2\n');
    },
    400_000,
  );

  it('reloads with the words of the service, a signature policy before its sources', async () => {
    for (const node of lab.nodes) node.run('mkdir -p /run/systemd/system');
    const sources = house.write('sources.conf', '[[registry]]\nlocation = "a.example"\n');
    const signed = house.write('policy.json', '{"default":[{"type":"reject"}]}\n');
    const files = [
      '--file',
      `${sources}:/etc/containers/registries.conf.d/10-a.conf`,
      '--file',
      `${signed}:/etc/containers/policy.json`,
    ];
    const { role } = await exported([
      ...files,
      '--target',
      'cri-o@1.33',
      '--target',
      'skopeo@1.9',
      '--node',
      'node1',
    ]);
    const done = await play(role, 'push.yaml');
    fine(done);
    const replaced = /TASK \[mirrorwright : Replace\][\s\S]*?TASK/.exec(done.text)![0];
    expect(replaced).toContain('policy.json');
    expect(replaced.indexOf('policy.json')).toBeLessThan(replaced.indexOf('10-a.conf'));
    expect(lab.nodes[0]!.run('cat /var/log/lab/systemctl')).toContain('uid=0 reload crio.service');
  }, 400_000);

  it('does not bring files that the reader on the node refuses', async () => {
    const source = house.write('broken.conf', '[[registry]]\nlocation = "a.example"\nmirror = 5\n');
    const plan = ['--file', `${source}:${conf}`, '--target', 'skopeo@1.9', '--node', 'node1'];
    const { role } = await exported(plan, await errorsOf(plan));
    const old = before();
    const failed = await play(role, 'push.yaml');
    expect(failed.code).not.toBe(0);
    expect(failed.text).toContain('validation-failed: skopeo refuses the new files');
    expect(before()).toEqual(old);
  }, 400_000);

  it('takes hostile names and texts for what they are', async () => {
    const path = `/etc/containers/-x $(touch /pwned) "q" 'q' {{ lookup('pipe','touch /pwned') }} {% raw %} \${HOME}.d/-rf *.conf`;
    const hostile =
      '{{ lookup("pipe", "touch /pwned") }}\n{% for %}\n$(touch /pwned)\n\t\'"\\\n# end, without a line end';
    const source = house.write('hostile.conf', hostile);
    const { role } = await exported(
      ['--file', `${source}:${path}`, '--allow-path', '/etc/containers/**', '--node', 'node1'],
      ['--no-reload'],
    );
    const old = before();
    fine(await play(role, 'push.yaml', '--check', '--diff'));
    expect(before()).toEqual(old);
    fine(await play(role, 'push.yaml'));
    const quoted = path.replaceAll("'", `'\\''`);
    expect(lab.nodes[0]!.run(`cat -- '${quoted}'`)).toBe(hostile);
    expect((await play(role, 'push.yaml')).text).toMatch(/node1 .*changed=0 .*failed=0/);
    fine(await play(role, 'rollback.yaml'));
    expect(lab.nodes[0]!.try('ls /pwned').ok).toBe(false);
    expect((await house.run('ls', ['/pwned'])).code).not.toBe(0);
    expect(lab.nodes[0]!.run('find /etc/containers -type f')).toBe(`${conf}\n`);
  }, 400_000);

  it('is carried out by push --via ansible, with the outcomes of a push', async () => {
    const { plan, id } = await exported();
    const push = (...args: readonly string[]): Promise<Answer> =>
      house.mirrorwright('push', plan, '--via', 'ansible', '--confirm', id, ...args);
    const old = before();
    const dry = await push('--dry-run');
    fine(dry);
    expect(dry.text).toContain('node2: dry run, nothing was changed');
    expect(before()).toEqual(old);
    const done = await push();
    fine(done);
    expect(done.text).toContain('node1: committed');
    expect(done.text).toContain('node2: committed');
    expect(lab.nodes[1]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    expect((await push()).text).toContain('node1: as planned already');
  }, 400_000);

  it('rolls back and starts no other node when push --via ansible fails on the first', async () => {
    for (const node of lab.nodes) node.run('mkdir -p /run/systemd/system; touch /etc/mirrorwright-lab/fail');
    const more = house.write('more.conf', '[[registry]]\nlocation = "a.example"\n');
    const path = '/etc/containers/registries.conf.d/10-a.conf';
    const { plan, id } = await exported(['--file', `${more}:${path}`], ['--reload', 'fail.service']);
    const failed = await house.mirrorwright(
      'push',
      plan,
      '--reload',
      'fail.service',
      '--via',
      'ansible',
      '--confirm',
      id,
    );
    expect(failed.code).toBe(1);
    expect(failed.text).toMatch(/node1: rolled back, but a service is not healthy \(service-failed: /);
    expect(failed.text).toContain('node2: not started');
    for (const node of lab.nodes) expect(node.try(`ls ${path}`).ok).toBe(false);
  }, 400_000);

  it('goes through a hop with the key of the hop, which is in no configuration of the person', async () => {
    const [gate, inner] = lab.nodes;
    const key = join(lab.folder, 'gate-key');
    makeKey(key);
    gate!.run(
      `echo '${readFileSync(`${key}.pub`, 'utf8').trim()}' >/home/nosudo/.ssh/authorized_keys; cat /home/nosudo/.ssh/authorized_keys`,
    );
    house.write(
      'behind.yaml',
      `version: 1\nnodes:\n  - {name: gate, address: ${gate!.address}, user: nosudo, identity: ${key}, become: none}\n  - {name: node2, address: ${inner!.address}, user: deploy, become: sudo, jump: gate}\n`,
    );
    const { role, plan, id } = await exported(
      ['--nodes', 'behind.yaml', '--node', 'node2'],
      ['--nodes', 'behind.yaml'],
    );
    expect(readFileSync(join(role, 'ssh_config'), 'utf8')).toContain(`IdentityFile "${key}"`);
    // without what the export says about the hop there is no way
    const config = readFileSync(join(role, 'ssh_config'), 'utf8');
    writeFileSync(join(role, 'ssh_config'), config.replace(key, `${key}-other`));
    const lost = await play(role, 'push.yaml', '--check');
    expect([lost.code, lost.text]).toEqual([4, expect.stringContaining('UNREACHABLE')]);
    writeFileSync(join(role, 'ssh_config'), config);
    fine(await play(role, 'push.yaml', '--check'));
    const args = ['push', plan, '--nodes', 'behind.yaml', '--via', 'ansible', '--confirm', id];
    const done = await house.mirrorwright(...args);
    fine(done);
    expect(done.text).toContain('node2: committed');
    expect(inner!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
  }, 400_000);

  it('serves a user who is not root in the own home', async () => {
    const [node] = lab.nodes;
    const own = '/home/nosudo/.config/containers/registries.conf';
    node!.run(
      'rm -rf /home/nosudo/.config /home/nosudo/.local; cp /home/deploy/.ssh/authorized_keys /home/nosudo/.ssh/',
    );
    house.write(
      'rootless.yaml',
      `version: 1\nnodes:\n  - {name: node1, address: ${node!.address}, user: nosudo, become: none}\n`,
    );
    const source = house.write('own.conf', 'unqualified-search-registries = ["docker.io"]\n');
    const more = ['--nodes', 'rootless.yaml'];
    const { role, plan, id } = await exported([...more, '--file', `${source}:${own}`], more);
    fine(await play(role, 'push.yaml'));
    expect(node!.run(`cat ${own}; stat -c '%U %a' ${own}`)).toBe(
      `${readFileSync(source, 'utf8')}nosudo 644\n`,
    );
    expect((await play(role, 'push.yaml')).text).toMatch(/node1 .*changed=0 .*failed=0/);
    fine(await play(role, 'rollback.yaml'));
    expect(node!.try(`cat ${own}`).ok).toBe(false);
    const pushed = await house.mirrorwright('push', plan, ...more, '--via', 'ansible', '--confirm', id);
    fine(pushed);
    expect(pushed.text).toContain('node1: committed');
    expect(node!.run(`stat -c %U ${own}; find /home/nosudo -name '.mirrorwright*'`)).toBe('nosudo\n');
    node!.run('rm -rf /home/nosudo/.config /home/nosudo/.local');
  }, 400_000);

  it("refuses to write as root below somebody else's home, and says who can", async () => {
    const own = '/home/nosudo/.config/containers/registries.conf';
    lab.nodes[0]!.run('rm -rf /home/nosudo/.config');
    const source = house.write('own.conf', 'unqualified-search-registries = ["docker.io"]\n');
    const { role } = await exported(
      ['--file', `${source}:${own}`, '--allow-path', own, '--node', 'node1'],
      ['--no-reload'],
    );
    const refused = await play(role, 'push.yaml');
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain('unsafe-path: /home/nosudo is a link');
    expect(refused.text).toContain('Ansible has to log in as that user (become: none)');
    expect(lab.nodes[0]!.try('ls /home/nosudo/.config').ok).toBe(false);
  }, 400_000);

  it('takes back what other nodes committed with --rollback-all', async () => {
    const old = before();
    const { plan, id } = await exported();
    lab.nodes[1]!.run('chmod 777 /etc/containers/registries.conf.d');
    const args = ['--via', 'ansible', '--rollback-all', '--confirm', id];
    const failed = await house.mirrorwright('push', plan, ...args);
    lab.nodes[1]!.run('chmod 755 /etc/containers/registries.conf.d');
    expect(failed.code).toBe(1);
    expect(failed.text).toContain('node1: Replace');
    expect(failed.text).toContain('node1: Put the old files back');
    expect(failed.text).toContain('node1: rolled back, as it was before');
    expect(failed.text).toContain('node2: refused, nothing was written (unsafe-path');
    expect(before()).toEqual(old);
  }, 400_000);

  it('says what the files are when the connection is lost while they are put in place', async () => {
    const [node] = lab.nodes;
    const one = house.write('one.conf', '[[registry]]\nlocation = "a.example"\n');
    const two = house.write('two.conf', '[[registry]]\nlocation = "b.example"\n');
    const [first, second] = ['10-a', '20-b'].map((name) => `/etc/containers/registries.conf.d/${name}.conf`);
    const { plan, id } = await exported([
      ...['--file', `${one}:${first}`, '--file', `${two}:${second}`, '--node', 'node1'],
    ]);
    // the second rename waits for the end of the test
    node!.run(
      `cp /usr/bin/mv /var/lib/real-mv; printf '#!/bin/sh\ncase "$*" in *20-b.conf) touch /run/waits; while [ -e /run/waits ]; do sleep 0.05; done; exit 1 ;; esac\nexec /var/lib/real-mv "$@"\n' >/var/lib/slow-mv; chmod 755 /var/lib/slow-mv; mount --bind /var/lib/slow-mv /usr/bin/mv`,
    );
    try {
      const running = house.mirrorwright('push', plan, '--via', 'ansible', '--confirm', id);
      await until(() => node!.try('ls /run/waits').ok, 'the second rename', 60);
      node!.run('pkill -9 -f "^sshd: deploy"');
      const lost = await running;
      expect(lost.code).toBe(1);
      const text = lost.text.replace(/\s+/g, ' ');
      expect(text).toContain('Ansible runs no rescue tasks on a node that it cannot reach');
      expect(text).toContain(`Looked at afterwards: ${first} is new, ${second} is old`);
    } finally {
      node!.run('rm -f /run/waits; umount -l /usr/bin/mv');
    }
    const again = await house.mirrorwright('push', plan, '--via', 'ansible', '--confirm', id);
    fine(again);
    expect(again.text).toContain('node1: committed');
    expect(node!.run(`cat ${first} ${second}`)).toContain('b.example');
  }, 400_000);

  /** Options that accept every error of a plan: what is planned is wrong on purpose. */
  async function errorsOf(args: readonly string[]): Promise<readonly string[]> {
    const said = await house.mirrorwright('plan', ...args, '--format', 'json');
    const codes = [...said.text.matchAll(/"code": "(MW\d+)"/g)].map(([, code]) => code!);
    return [...new Set(codes)].flatMap((code) => ['--accept', code]);
  }
});
