import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeKey, nodePrograms, until } from '../nodes/support/nodes.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { ansibleBench, dropIn, fine } from './ansible-bench.ts';

const ready = havePrograms(...nodePrograms, 'ansible-playbook') && haveNamespaces();

describe.skipIf(!ready)('the ways of ansible-core to a node, and back', () => {
  const { lab, house, exported, play, before } = ansibleBench();

  it('goes through a hop with the key of the hop, which is in no configuration of the person', async () => {
    const [gate, inner] = lab().nodes;
    const key = join(lab().folder, 'gate-key');
    makeKey(key);
    gate!.run(
      `echo '${readFileSync(`${key}.pub`, 'utf8').trim()}' >/home/nosudo/.ssh/authorized_keys; cat /home/nosudo/.ssh/authorized_keys`,
    );
    house().write(
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
    const done = await house().mirrorwright(...args);
    fine(done);
    expect(done.text).toContain('node2: committed');
    expect(inner!.run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
  }, 400_000);

  it('serves a user who is not root in the own home', async () => {
    const [node] = lab().nodes;
    const own = '/home/nosudo/.config/containers/registries.conf';
    node!.run(
      'rm -rf /home/nosudo/.config /home/nosudo/.local; cp /home/deploy/.ssh/authorized_keys /home/nosudo/.ssh/',
    );
    house().write(
      'rootless.yaml',
      `version: 1\nnodes:\n  - {name: node1, address: ${node!.address}, user: nosudo, become: none}\n`,
    );
    const source = house().write('own.conf', 'unqualified-search-registries = ["docker.io"]\n');
    const more = ['--nodes', 'rootless.yaml'];
    const { role, plan, id } = await exported([...more, '--file', `${source}:${own}`], more);
    fine(await play(role, 'push.yaml'));
    expect(node!.run(`cat ${own}; stat -c '%U %a' ${own}`)).toBe(
      `${readFileSync(source, 'utf8')}nosudo 644\n`,
    );
    expect((await play(role, 'push.yaml')).text).toMatch(/node1 .*changed=0 .*failed=0/);
    fine(await play(role, 'rollback.yaml'));
    expect(node!.try(`cat ${own}`).ok).toBe(false);
    const pushed = await house().mirrorwright('push', plan, ...more, '--via', 'ansible', '--confirm', id);
    fine(pushed);
    expect(pushed.text).toContain('node1: committed');
    expect(node!.run(`stat -c %U ${own}; find /home/nosudo -name '.mirrorwright*'`)).toBe('nosudo\n');
    node!.run('rm -rf /home/nosudo/.config /home/nosudo/.local');
  }, 400_000);

  it("refuses to write as root below somebody else's home, and says who can", async () => {
    const own = '/home/nosudo/.config/containers/registries.conf';
    lab().nodes[0]!.run('rm -rf /home/nosudo/.config');
    const source = house().write('own.conf', 'unqualified-search-registries = ["docker.io"]\n');
    const { role } = await exported(
      ['--file', `${source}:${own}`, '--allow-path', own, '--node', 'node1'],
      ['--no-reload'],
    );
    const refused = await play(role, 'push.yaml');
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain('unsafe-path: /home/nosudo is a link');
    expect(refused.text).toContain('Ansible has to log in as that user (become: none)');
    expect(lab().nodes[0]!.try('ls /home/nosudo/.config').ok).toBe(false);
  }, 400_000);

  it('takes back what other nodes committed with --rollback-all', async () => {
    const old = before();
    const { plan, id } = await exported();
    lab().nodes[1]!.run('chmod 777 /etc/containers/registries.conf.d');
    const args = ['--via', 'ansible', '--rollback-all', '--confirm', id];
    const failed = await house().mirrorwright('push', plan, ...args);
    lab().nodes[1]!.run('chmod 755 /etc/containers/registries.conf.d');
    expect(failed.code).toBe(1);
    expect(failed.text).toContain('node1: Replace');
    expect(failed.text).toContain('node1: Put the old files back');
    expect(failed.text).toContain('node1: rolled back, as it was before');
    expect(failed.text).toContain('node2: refused, nothing was written (unsafe-path');
    expect(before()).toEqual(old);
  }, 400_000);

  it('says what the files are when the connection is lost while they are put in place', async () => {
    const [node] = lab().nodes;
    const one = house().write('one.conf', '[[registry]]\nlocation = "a.example"\n');
    const two = house().write('two.conf', '[[registry]]\nlocation = "b.example"\n');
    const [first, second] = ['10-a', '20-b'].map((name) => `/etc/containers/registries.conf.d/${name}.conf`);
    const { plan, id } = await exported([
      ...['--file', `${one}:${first}`, '--file', `${two}:${second}`, '--node', 'node1'],
    ]);
    // the second rename waits for the end of the test
    node!.run(
      `cp /usr/bin/mv /var/lib/real-mv; printf '#!/bin/sh\ncase "$*" in *20-b.conf) touch /run/waits; while [ -e /run/waits ]; do sleep 0.05; done; exit 1 ;; esac\nexec /var/lib/real-mv "$@"\n' >/var/lib/slow-mv; chmod 755 /var/lib/slow-mv; mount --bind /var/lib/slow-mv /usr/bin/mv`,
    );
    try {
      const running = house().mirrorwright('push', plan, '--via', 'ansible', '--confirm', id);
      await until(() => node!.try('ls /run/waits').ok, 'the second rename', 60);
      node!.run('pkill -9 -f "^sshd: deploy"');
      const lost = await running;
      expect(lost.code).toBe(1);
      const text = lost.text.replace(/\s+/g, ' ');
      expect(text).toContain('Ansible runs no rescue tasks on a node that it cannot reach');
      expect(text).toContain(`Looked at afterwards: ${first} is new, ${second} is old`);
      // a second run that fails takes back what the first one brought as well
      node!.run(
        `printf '#!/bin/sh\ncase "$*" in *20-b.conf) exit 1 ;; esac\nexec /var/lib/real-mv "$@"\n' >/var/lib/slow-mv; rm /run/waits`,
      );
      const failed = await house().mirrorwright('push', plan, '--via', 'ansible', '--confirm', id);
      expect(failed.text).toContain('node1: rolled back, as it was before');
      expect(node!.try(`ls ${first} ${second} /var/lib/mirrorwright/ansible/unfinished`).text).not.toMatch(
        /^\//m,
      );
    } finally {
      node!.run('rm -f /run/waits; umount -l /usr/bin/mv');
    }
    const again = await house().mirrorwright('push', plan, '--via', 'ansible', '--confirm', id);
    fine(again);
    expect(again.text).toContain('node1: committed');
    expect(node!.run(`cat ${first} ${second}`)).toContain('b.example');
  }, 400_000);

  it('reloads in the next run what a run that was lost behind its last file did not', async () => {
    const [node] = lab().nodes;
    const unfinished = '/var/lib/mirrorwright/ansible/unfinished';
    const source = house().write('one.conf', '[[registry]]\nlocation = "a.example"\n');
    node!.run('mkdir -p /run/systemd/system');
    const { role, plan, id } = await exported([
      ...['--file', `${source}:${dropIn}`, '--target', 'cri-o@1.33', '--node', 'node1'],
    ]);
    const push = ['push', plan, '--via', 'ansible', '--confirm', id];
    node!.run('touch /etc/mirrorwright-lab/slow');
    try {
      const running = house().mirrorwright(...push);
      await until(() => node!.try('grep reload /var/log/lab/systemctl').ok, 'the reload', 60);
      node!.run('pkill -9 -f "^sshd: deploy"; pkill -9 -f "systemctl reload"');
      const lost = await running;
      expect(lost.code).toBe(1);
      const text = lost.text.replace(/\s+/g, ' ');
      expect(text).toContain('every file is new; whether the services took them is not known');
      expect(text).not.toContain('All items completed');
    } finally {
      node!.run('rm /etc/mirrorwright-lab/slow');
    }
    expect(node!.run(`cat ${unfinished}`)).toBe(`${id.slice(0, 12)}\n`);
    expect((await play(role, 'push.yaml', '--check')).text).toMatch(/node1 .*changed=0 .*failed=0/);
    node!.run('rm /var/log/lab/systemctl');
    const again = await house().mirrorwright(...push);
    fine(again);
    expect(again.text).toContain('node1: committed');
    expect(node!.run('cat /var/log/lab/systemctl')).toContain('uid=0 reload crio.service');
    expect(node!.try(`ls ${unfinished}`).ok).toBe(false);
    expect((await house().mirrorwright(...push)).text).toContain(
      'node1: as planned already, nothing was written',
    );
    const undo = await house().mirrorwright('rollback', plan);
    expect(undo.code).toBe(1);
    expect(undo.text).toContain('DIR/rollback.yaml');
  }, 400_000);
});
