import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { openNode } from '../../packages/io/src/apply/open-node.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { sessionOptions, withContent } from './support/case.ts';
import { addressOf, orderOf, sshConfigFile } from './support/drive.ts';
import { holdAt, isHeld, release } from './support/hold.ts';
import { nodePrograms, until } from './support/nodes.ts';
import { base, oneNode } from './support/one-node.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();
const conf = `${base}/registries.conf`;

describe.skipIf(!ready)('a push, looked at closely', () => {
  const { lab, node, session, push } = oneNode();
  beforeEach(() => {
    node().run(`rm -rf ${base} /var/lib/mirrorwright /var/log/lab/*; mkdir -p -m 755 ${base}`);
  });

  it('flushes every byte before the step that relies on it', async () => {
    node().run(`echo old >${conf}; echo '{}' >${base}/policy.json`);
    node().run(
      'strace -f --seccomp-bpf -y -qq -s 200 -o /run/trace -e trace=fsync,fdatasync,rename,renameat,renameat2 /usr/sbin/sshd -D -f /run/sshd_config -p 2222 -o PidFile=/run/traced.pid >/dev/null 2>&1 </dev/null & for i in $(seq 200); do [ -s /run/traced.pid ] && exit 0; sleep 0.05; done; exit 1',
    );
    const config = sshConfigFile(lab(), `Host *\n  HostKeyAlias ${node().address}`);
    const changes = [
      { path: `${base}/policy.json`, before: '{}\n', after: '{"a":1}\n' },
      { path: conf, before: 'old\n', after: 'new\n' },
    ];
    const order = orderOf(changes, { pushId: 'traced' });
    const open = await openNode(addressOf(node(), { port: 2222 }), {
      ...sessionOptions(lab()),
      configFiles: [config],
    });
    const report = await open.apply({ ...order, files: withContent(order.files) }, () => undefined);
    await open.close();
    node().run('kill $(cat /run/traced.pid); while pgrep -x strace >/dev/null; do sleep 0.05; done');
    expect(report).toMatchObject({ outcome: 'committed' });
    const calls = node().run('cat /run/trace').split('\n');
    const at = (pattern: RegExp, from = 0): number => {
      const found = calls.findIndex((line, index) => index >= from && pattern.test(line));
      expect(found, `${pattern} after line ${from} of\n${calls.join('\n')}`).toBeGreaterThanOrEqual(0);
      return found;
    };
    const journal = /rename.*"\/var\/lib\/mirrorwright\/journal\.new"/;
    const staged = [0, 1].map((index) =>
      at(new RegExp(`fsync\\(.*/etc/containers/\\.mirrorwright-traced-${index}\\.staged>`)),
    );
    const backups = [0, 1].map((index) => at(new RegExp(`fsync\\(.*/pushes/\\d+-traced/${index}\\.old>`)));
    const journalText = at(/fsync\(.*\/var\/lib\/mirrorwright\/journal\.new>/);
    const prepared = at(journal);
    const preparedFolder = at(/fsync\(.*<\/var\/lib\/mirrorwright>/, prepared);
    const policy = at(/rename.*traced-0\.staged", .*policy\.json"/);
    const policyFolder = at(/fsync\(.*<\/etc\/containers>/, policy);
    const main = at(/rename.*traced-1\.staged", .*registries\.conf"/);
    const mainFolder = at(/fsync\(.*<\/etc\/containers>/, main);
    const written = at(journal, prepared + 1);
    const committed = at(journal, written + 1);
    const committedFolder = at(/fsync\(.*<\/var\/lib\/mirrorwright>/, committed);
    const receipt = at(/rename.*receipt\.new"/, committed);
    const sequence = [
      ...staged,
      ...backups,
      journalText,
      prepared,
      preparedFolder,
      policy,
      policyFolder,
      main,
      mainFolder,
      written,
      committed,
      committedFolder,
      receipt,
    ];
    expect(sequence).toEqual(sequence.toSorted((a, b) => a - b));
  });

  it('carries over mode, owner, access list and attributes', async () => {
    node().run(
      `echo old >${conf}; chown 3:4 ${conf}; chmod 640 ${conf}; setfacl -m u:5:rw ${conf}; setfattr -n user.note -v kept ${conf} 2>/dev/null || true`,
    );
    const look = (): string =>
      node().run(
        `getfacl -cn ${conf}; stat -c '%a %u %g' ${conf}; getfattr --only-values -n user.note ${conf} 2>/dev/null || true`,
      );
    const before = look();
    const report = await push([{ path: conf, before: 'old\n', after: 'new\n' }]);
    expect(report).toMatchObject({ outcome: 'committed' });
    expect(node().run(`cat ${conf}`)).toBe('new\n');
    expect(look()).toBe(before);
    const back = await session((open) =>
      open.rollback('aaaabbbbcccc', { overwrite: false, pushId: 'back' }, () => undefined),
    );
    expect(back).toMatchObject({ outcome: 'committed' });
    expect(look()).toBe(before);
  });

  it('starts the guard by systemd-run where systemd runs, and labels new files (recording stubs)', async () => {
    node().run(
      `mkdir -p /run/systemd/system; printf '#!/bin/sh\\necho "$*" >>/var/log/lab/systemd-run\\nwhile [ "\${1#-}" != "$1" ]; do shift; done\\nsetsid "$@" </dev/null >/dev/null 2>&1 &\\n' >/run/systemd-run; chmod 755 /run/systemd-run; if [ -e /usr/bin/systemd-run ]; then mount --bind /run/systemd-run /usr/bin/systemd-run; else cp /run/systemd-run /usr/local/bin/; fi`,
    );
    node().run(
      `printf '#!/bin/sh\\necho "$(pwd) $*" >>/var/log/lab/restorecon\\n' >/usr/local/sbin/restorecon; chmod 755 /usr/local/sbin/restorecon; echo old >${conf}`,
    );
    const report = await push([
      { path: conf, before: 'old\n', after: 'new\n' },
      { path: `${base}/new.conf`, before: null, after: 'x\n' },
    ]);
    expect(report).toMatchObject({ outcome: 'committed' });
    expect(node().run('cat /var/log/lab/systemd-run')).toContain(`--unit=mirrorwright-${report.pushId} `);
    expect(node().run('cat /var/log/lab/restorecon')).toBe(`${base} ./new.conf\n`);
    node().run(
      'umount /usr/bin/systemd-run 2>/dev/null; rm -rf /run/systemd/system /usr/local/bin/systemd-run /usr/local/sbin/restorecon',
    );
  });

  it('takes back what CRI-O refuses, although its reload succeeds (recording stub)', async () => {
    node().run(`echo old >${conf}`);
    const reload = [
      {
        unit: 'crio.service',
        verb: 'reload',
        failurePattern: 'nable to reload configuration',
        successPattern: 'Applied new',
      },
    ] as const;
    const refused = await push([{ path: conf, before: 'old\n', after: 'refused-by-crio\n' }], { reload });
    expect(refused).toMatchObject({ outcome: 'rolled-back', failure: { kind: 'service-failed' } });
    expect(node().run(`cat ${conf}; grep -c reload /var/log/lab/systemctl`)).toBe('old\n2\n');
    expect(await push([{ path: conf, before: 'old\n', after: 'good\n' }], { reload })).toMatchObject({
      outcome: 'committed',
    });
  });

  it('says so when the service stays unhealthy with the old files', async () => {
    node().run(`echo old >${conf}; touch /etc/mirrorwright-lab/unhealthy`);
    const reload = [{ unit: 'podman.service', verb: 'restart' }] as const;
    const report = await push([{ path: conf, before: 'old\n', after: 'new\n' }], { reload });
    node().run('rm /etc/mirrorwright-lab/unhealthy');
    expect(report).toMatchObject({ outcome: 'rolled-back-unhealthy', failure: { kind: 'service-failed' } });
    expect(node().run(`cat ${conf}`)).toBe('old\n');
  });

  it('does not let a slow restart expire the lease', async () => {
    node().run(`echo old >${conf}; touch /etc/mirrorwright-lab/slow`);
    const reload = [{ unit: 'podman.service', verb: 'restart' }] as const;
    const order = orderOf([{ path: conf, before: 'old\n', after: 'new\n' }], { reload, leaseSeconds: 1 });
    const report = await session((open) =>
      open.apply({ ...order, files: withContent(order.files) }, (step) => {
        // longer than the lease, and the connection silent meanwhile
        if (step === 'restart') setTimeout(() => node().run('rm /etc/mirrorwright-lab/slow'), 2500);
      }),
    );
    expect(report).toMatchObject({ outcome: 'committed' });
  });

  it.each([
    ['goes on', 'CONT'],
    ['is ended', 'KILL'],
  ])(
    'does not wait for ever for a guard that stands still, which then %s',
    { timeout: 60_000 },
    async (_, signal) => {
      node().run(`echo old >${conf}; echo old >${base}/b.conf`);
      holdAt(node(), 'rename-registries.conf');
      const running = push([
        { path: `${base}/b.conf`, before: 'old\n', after: 'new\n' },
        { path: conf, before: 'old\n', after: 'new\n' },
      ]);
      await until(() => isHeld(node()), 'the push');
      const stands = node().run('cat /run/mirrorwright/*/worker.pid').trim();
      node().run(`kill -STOP ${stands}`);
      release(node(), 'rename-registries.conf');
      const report = await running;
      expect(report).toMatchObject({ outcome: 'unknown', failure: { kind: 'guard-fired' } });
      expect(report.failure?.message).toContain('says nothing since the step rename');
      expect(report.failure?.message).toContain('unknown, the guard decides');
      expect(report.failure?.nextStep).toContain(`worker.pid below /run/mirrorwright/${report.pushId}`);
      expect(node().run(`cat ${base}/b.conf ${conf}`)).toBe('new\nold\n');
      node().run(`kill -${signal} ${stands}`);
      await until(() => node().try('flock -n /run/mirrorwright/lock true').ok, 'the guard');
      expect(node().run(`cat ${base}/b.conf ${conf}`)).toBe('old\nold\n');
      expect(await session((open) => open.outcomeOf(report.pushId))).toBe('rolled-back');
    },
  );

  it('names what is missing on the node before it writes', async () => {
    node().run('mount --bind /dev/null /usr/bin/flock');
    const report = await push([{ path: conf, before: null, after: 'x\n' }]);
    node().run('umount /usr/bin/flock');
    expect(report).toMatchObject({ outcome: 'refused', failure: { kind: 'tool-missing' } });
    expect(report.failure?.message).toContain('flock');
    expect(node().run(`ls -A ${base}; ls -d /var/lib/mirrorwright 2>/dev/null || true`)).toBe('');
  });

  it('makes do with dd, openssl and chown where sync, sha256sum and GNU cp are missing', async () => {
    node().run(
      `echo old >${conf}; chmod 640 ${conf}; printf '#!/bin/sh\\nfor i; do case $i in --attributes-only) exit 1;; esac; done\\nexec busybox cp "$@"\\n' >/run/cp; chmod 755 /run/cp; mount --bind /run/cp /usr/bin/cp`,
    );
    for (const name of ['sync', 'sha256sum', 'base64']) node().run(`mount --bind /dev/null /usr/bin/${name}`);
    const report = await push([
      { path: conf, before: 'old\n', after: 'new\n' },
      { path: `${base}/deep/new.conf`, before: null, after: 'x\n' },
    ]);
    node().run('umount /usr/bin/sync /usr/bin/sha256sum /usr/bin/base64 /usr/bin/cp');
    expect(report).toMatchObject({ outcome: 'committed' });
    expect(node().run(`cat ${conf}; stat -c %a ${conf}; find ${base} -name '.mirrorwright*'`)).toBe(
      'new\n640\n',
    );
  });

  it('keeps as many backups as it is told, and prunes', async () => {
    for (const count of [1, 2, 3]) {
      const before = count === 1 ? null : `${count - 1}\n`;
      await push([{ path: conf, before, after: `${count}\n` }], { keepBackups: 2 });
    }
    expect(await session((open) => open.receipts())).toHaveLength(2);
    await session((open) => open.prune(1));
    expect(await session((open) => open.receipts())).toMatchObject([{ outcome: 'committed' }]);
  });

  it('asks for passwords and leaves no trace of them', { timeout: 60_000 }, async () => {
    const asked: string[] = [];
    const config = `${lab().folder}/password-config`;
    writeFileSync(config, `Host *\n  PubkeyAuthentication no\n  UserKnownHostsFile ${lab().knownHosts}\n`);
    const open = await openNode(addressOf(node(), { user: 'asked', become: 'sudo' }), {
      ...sessionOptions(lab()),
      configFiles: [config],
      ask: async (request) => {
        asked.push(`${request.kind} ${request.subject}`);
        return lab().password;
      },
    });
    const order = orderOf([{ path: conf, before: null, after: 'x\n' }]);
    let seen = '';
    const report = await open.apply({ ...order, files: withContent(order.files) }, () => {
      seen += node().run('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" " "');
    });
    await open.close();
    expect(report).toMatchObject({ outcome: 'committed' });
    expect(asked).toEqual([`ssh-password asked@${node().address}`, 'sudo-password asked']);
    expect(seen).toContain('sudo');
    expect(seen.includes(lab().password)).toBe(false);
    expect(JSON.stringify(report).includes(lab().password)).toBe(false);
    const found = node().try(
      `grep -rlsF '${lab().password}' /run /tmp /etc /var/lib/mirrorwright /var/log /root /home`,
    );
    expect(found.text.split('\n').filter((line) => line.startsWith('/'))).toEqual([]);
    const client = spawnSync('grep', ['-rlsF', '--exclude-dir=work', lab().password, lab().folder, '/tmp'], {
      encoding: 'utf8',
    });
    expect(client.stdout).toBe('');
    expect(existsSync(config) && readFileSync(config, 'utf8').includes(lab().password)).toBe(false);
  });
});
