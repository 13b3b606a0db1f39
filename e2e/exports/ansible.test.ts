import { describe, expect, it } from 'vitest';
import { nodePrograms } from '../nodes/support/nodes.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { ansibleBench, conf, dropIn, fine } from './ansible-bench.ts';
import type { Answer } from './house.ts';

const ready = havePrograms(...nodePrograms, 'ansible-playbook') && haveNamespaces();

describe.skipIf(!ready)('a plan carried out by ansible-core', () => {
  const { lab, house, exported, play, before } = ansibleBench();

  it('checks clean, does what a push does, and does nothing the second time', async () => {
    const old = before();
    const { role, plan, id } = await exported();
    const check = await play(role, 'push.yaml', '--check', '--diff');
    fine(check);
    expect(check.text).toContain('+location = "cache.corp.example/hub"');
    expect(before()).toEqual(old);
    expect(lab().nodes[0]!.try('ls /var/lib/mirrorwright').ok).toBe(false);

    const first = await play(role, 'push.yaml');
    fine(first);
    expect(first.text).not.toMatch(/WARNING|DEPRECAT/);
    const byAnsible = before();
    expect(lab().nodes[0]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    const second = await play(role, 'push.yaml');
    expect(second.text).toMatch(/node1 .*changed=0 .*failed=0/);
    expect(second.text).toMatch(/node2 .*changed=0 .*failed=0/);

    fine(await play(role, 'rollback.yaml'));
    expect(before()).toEqual(old);
    expect(await house().mirrorwright('push', plan, '--confirm', id)).toMatchObject({ code: 0 });
    expect(before()).toEqual(byAnsible);
  }, 400_000);

  it('stops at a file that somebody changed, before the other nodes', async () => {
    const { role } = await exported();
    lab().nodes[0]!.run(`echo '# theirs' >${dropIn}`);
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
      for (const node of lab().nodes) node.run('mkdir -p /run/systemd/system');
      const source = house().write('bad.conf', `unqualified-search-registries = ["docker.io"]\n# ${word}\n`);
      const other = house().write('other.conf', '[[registry]]\nlocation = "a.example"\n');
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
      expect(lab().nodes[0]!.run('grep -c "reload crio" /var/log/lab/systemctl')).toBe('2\n');
    },
    400_000,
  );

  it('reloads with the words of the service, a signature policy before its sources', async () => {
    for (const node of lab().nodes) node.run('mkdir -p /run/systemd/system');
    const sources = house().write('sources.conf', '[[registry]]\nlocation = "a.example"\n');
    const signed = house().write('policy.json', '{"default":[{"type":"reject"}]}\n');
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
    expect(lab().nodes[0]!.run('cat /var/log/lab/systemctl')).toContain('uid=0 reload crio.service');
  }, 400_000);

  it('does not bring files that the reader on the node refuses', async () => {
    const source = house().write('broken.conf', '[[registry]]\nlocation = "a.example"\nmirror = 5\n');
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
    const source = house().write('hostile.conf', hostile);
    const { role } = await exported(
      ['--file', `${source}:${path}`, '--allow-path', '/etc/containers/**', '--node', 'node1'],
      ['--no-reload'],
    );
    const old = before();
    fine(await play(role, 'push.yaml', '--check', '--diff'));
    expect(before()).toEqual(old);
    fine(await play(role, 'push.yaml'));
    const quoted = path.replaceAll("'", `'\\''`);
    expect(lab().nodes[0]!.run(`cat -- '${quoted}'`)).toBe(hostile);
    expect((await play(role, 'push.yaml')).text).toMatch(/node1 .*changed=0 .*failed=0/);
    fine(await play(role, 'rollback.yaml'));
    expect(lab().nodes[0]!.try('ls /pwned').ok).toBe(false);
    expect((await house().run('ls', ['/pwned'])).code).not.toBe(0);
    expect(lab().nodes[0]!.run('find /etc/containers -type f')).toBe(`${conf}\n`);
  }, 400_000);

  it('is carried out by push --via ansible, with the outcomes of a push', async () => {
    const { plan, id } = await exported();
    const push = (...args: readonly string[]): Promise<Answer> =>
      house().mirrorwright('push', plan, '--via', 'ansible', '--confirm', id, ...args);
    const old = before();
    const dry = await push('--dry-run');
    fine(dry);
    expect(dry.text).toContain('node2: dry run, nothing was changed');
    expect(before()).toEqual(old);
    const done = await push();
    fine(done);
    expect(done.text).toContain('node1: committed');
    expect(done.text).toContain('node2: committed');
    expect(lab().nodes[1]!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
    expect((await push()).text).toContain('node1: as planned already');
  }, 400_000);

  it('rolls back and starts no other node when push --via ansible fails on the first', async () => {
    for (const node of lab().nodes)
      node.run('mkdir -p /run/systemd/system; touch /etc/mirrorwright-lab/fail');
    const more = house().write('more.conf', '[[registry]]\nlocation = "a.example"\n');
    const path = '/etc/containers/registries.conf.d/10-a.conf';
    const { plan, id } = await exported(['--file', `${more}:${path}`], ['--reload', 'fail.service']);
    const failed = await house().mirrorwright(
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
    for (const node of lab().nodes) expect(node.try(`ls ${path}`).ok).toBe(false);
  }, 400_000);

  /** Options that accept every error of a plan: what is planned is wrong on purpose. */
  async function errorsOf(args: readonly string[]): Promise<readonly string[]> {
    const said = await house().mirrorwright('plan', ...args, '--format', 'json');
    const codes = [...said.text.matchAll(/"code": "(MW\d+)"/g)].map(([, code]) => code!);
    return [...new Set(codes)].flatMap((code) => ['--accept', code]);
  }
});
