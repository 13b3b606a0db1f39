import { beforeEach, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { withContent } from './support/case.ts';
import { type Change, orderOf } from './support/drive.ts';
import { holdAt, isHeld, release } from './support/hold.ts';
import { nodePrograms, until } from './support/nodes.ts';
import { base, oneNode } from './support/one-node.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();
const conf = `${base}/registries.conf`;

describe.skipIf(!ready)('a push among hostile names and hands', () => {
  const { node, session, push } = oneNode();
  beforeEach(() => {
    node().run(
      `rm -rf ${base} /var/lib/mirrorwright /tmp/owned; mkdir -p -m 755 ${base}/registries.conf.d ${base}/registries.d`,
    );
  });

  it('writes and takes back files and folders of any name', { timeout: 60_000 }, async () => {
    const names = [
      'a b',
      '-rf',
      "it's",
      '"x"',
      '$(touch /tmp/owned)',
      '`touch /tmp/owned`',
      'a\nb',
      'ü*?[',
      '\\n',
      '~=-',
    ];
    const paths = names.map((name) => `${base}/${name}/${name}.conf`);
    const all = (before: string | null, after: string | null): readonly Change[] =>
      paths.map((path) => ({ path, before, after }));
    expect(await push(all(null, 'x\n'))).toMatchObject({ outcome: 'committed' });
    const states = await session((open) => open.read(paths, []));
    expect(states).toHaveLength(names.length);
    for (const [index, state] of states.entries()) {
      expect(state).toMatchObject({ kind: 'file', path: paths[index], realPath: paths[index], mode: 0o644 });
      expect(Buffer.from(state.content!).toString()).toBe('x\n');
    }
    expect(await push(all('x\n', 'y\n'))).toMatchObject({ outcome: 'committed' });
    for (const pushId of ['one', 'two']) {
      const options = { overwrite: false, pushId };
      const back = await session((open) => open.rollback('aaaabbbbcccc', options, () => undefined));
      expect(back).toMatchObject({ outcome: 'committed' });
    }
    expect(node().run(`ls -A ${base}; ls /tmp`)).toBe('registries.conf.d\nregistries.d\n');
  });

  it.each(['../x', '/etc/containers/../x.conf', 'relative', '/etc/containers//x', '/etc/containers/'])(
    'refuses %j as a place',
    async (path) => {
      expect(await push([{ path, before: null, after: 'x\n' }])).toMatchObject({ outcome: 'refused' });
    },
  );

  it('takes content of any bytes and sizes', async () => {
    const after = `${'x'.repeat(1_000_000)}\n.\nEND\n\u0000\u00ff`;
    expect(await push([{ path: conf, before: null, after }])).toMatchObject({ outcome: 'committed' });
    expect(await push([{ path: conf, before: after, after: '' }])).toMatchObject({ outcome: 'committed' });
    expect(node().run(`stat -c %s ${conf}`)).toBe('0\n');
  });

  it('leaves its staged files unread by the readers', async () => {
    node().run(
      `echo '{"default":[{"type":"insecureAcceptAnything"}]}' >${base}/policy.json; echo '' >${conf}`,
    );
    const ask = (): string =>
      node().try('cd /tmp; HOME=/nowhere unshare -n skopeo inspect --raw docker://localhost:1/x/y:v1').text;
    for (const folder of ['', 'registries.conf.d/', 'registries.d/'])
      for (const name of ['.mirrorwright-1-0.staged', '.mirrorwright-1-0.staged.old'])
        node().run(`echo '[[[' >${base}/${folder}${name}`);
    expect(ask()).toContain('dial tcp');
    node().run(`echo '[[[' >${base}/registries.conf.d/read.conf`);
    expect(ask()).toContain('oading');
  });

  it('settles nothing where a third text stands, and names it', async () => {
    const changes = [
      { path: conf, before: 'old\n', after: 'new\n' },
      { path: `${base}/b.conf`, before: null, after: 'b\n' },
    ];
    node().run(`echo old >${conf}`);
    holdAt(node(), 'journal-written');
    const running = push(changes);
    await until(() => isHeld(node()), 'the push');
    node().run('kill -9 $(cat /run/mirrorwright/*/guard.pid) $(cat /run/mirrorwright/*/worker.pid)');
    release(node(), 'journal-written');
    expect(await running).toMatchObject({ outcome: 'unknown' });
    node().run(`echo mine >${conf}`);
    const facts = await session((open) => open.facts([], []));
    expect(facts.unsettledJournal).toContain('written');
    const refused = await push(changes);
    expect(refused).toMatchObject({ outcome: 'refused', failure: { kind: 'journal-unsettled' } });
    expect(refused.failure?.message).toContain(conf);
    expect(node().run(`cat ${conf} ${base}/b.conf`)).toBe('mine\nb\n');
    node().run(`echo new >${conf}`);
    const settled = await session((open) => open.repair('settle', () => undefined));
    expect(settled.outcome).toBe('rolled-back');
    expect(node().run(`cat ${conf}; ls ${base}/b.conf 2>&1 | wc -l; ls ${base}`)).toBe(
      'old\n1\nregistries.conf\nregistries.conf.d\nregistries.d\n',
    );
    expect((await session((open) => open.facts([], []))).unsettledJournal).toBeUndefined();
    expect(await push(changes)).toMatchObject({ outcome: 'committed' });
  });

  it('takes everything back when it is cancelled', async () => {
    node().run(`echo old >${conf}`);
    const order = orderOf([{ path: conf, before: 'old\n', after: 'new\n' }]);
    const report = await session((open) =>
      open.apply({ ...order, files: withContent(order.files) }, (step) => {
        if (step === 'rename') open.cancel();
      }),
    );
    expect(['rolled-back', 'committed']).toContain(report.outcome);
    expect(node().run(`cat ${conf}`)).toBe(report.outcome === 'committed' ? 'new\n' : 'old\n');
  });

  it('says of a push that was taken back only why, and keeps no list of left-overs', async () => {
    node().run(`echo old >${conf}; touch /etc/mirrorwright-lab/fail`);
    const order = orderOf([{ path: conf, before: 'old\n', after: 'new\n' }], {
      reload: [{ unit: 'app.service', verb: 'restart' }],
    });
    const report = await session((open) =>
      open.apply({ ...order, files: withContent(order.files) }, () => undefined),
    );
    node().run('rm /etc/mirrorwright-lab/fail');
    expect(report.failure?.message).toMatch(/Job for app\.service failed\./);
    expect(report.failure?.message).not.toContain('left over');
    expect(node().run(`cat ${conf}; ls /var/lib/mirrorwright/pushes/*`)).not.toMatch(/new|^left$/m);
  });
});
