import type { NodeReport } from '@mirrorwright/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { withContent } from './support/case.ts';
import { orderOf } from './support/drive.ts';
import { nodePrograms } from './support/nodes.ts';
import { base, oneNode } from './support/one-node.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();
const conf = `${base}/registries.conf`;

describe.skipIf(!ready)('the places that a push writes to', () => {
  const { node, session, push } = oneNode();
  beforeEach(() => {
    node().run(`rm -rf ${base} /var/lib/mirrorwright /var/log/lab/*; mkdir -p -m 755 ${base}`);
  });

  it.each([
    ['a folder on the way that a user owns', `chown 2001 ${base}`, conf],
    ['a folder on the way that others may write', `chmod 777 ${base}`, conf],
    [
      'a link in the place of the journal',
      'rm -rf /var/lib/mirrorwright; ln -s /tmp /var/lib/mirrorwright',
      conf,
    ],
    [
      "another user's folder in its place",
      'rm -rf /var/lib/mirrorwright; mkdir /var/lib/mirrorwright; chown 2001 /var/lib/mirrorwright',
      conf,
    ],
    ['a folder in the place of the file', `mkdir ${conf}`, conf],
  ])('refuses %s', async (_, line, path) => {
    node().run(line);
    const report = await push([{ path, before: null, after: 'x\n' }]);
    expect(report).toMatchObject({ outcome: 'refused', failure: { kind: 'unsafe-path' } });
    node().run(`rm -rf /var/lib/mirrorwright; chown 0 ${base}; chmod 755 ${base}`);
  });

  it('edits a linked file where it leads, and calls a link that changed since drift', async () => {
    node().run(`mkdir -p /etc/elsewhere; echo old >/etc/elsewhere/real; ln -s ../elsewhere/real ${conf}`);
    const [state] = await session((open) => open.read([conf], []));
    expect(state).toMatchObject({ realPath: '/etc/elsewhere/real', kind: 'file' });
    const order = orderOf([{ path: conf, before: 'old\n', after: 'new\n' }]);
    const linked = order.files.map((file) => ({ ...file, realPath: '/etc/elsewhere/real' }));
    const apply = (pushId: string): Promise<NodeReport> =>
      session((open) => open.apply({ ...order, pushId, files: withContent(linked) }, () => undefined));
    expect(await apply('one')).toMatchObject({ outcome: 'committed' });
    expect(node().run(`readlink ${conf}; cat /etc/elsewhere/real`)).toBe('../elsewhere/real\nnew\n');
    node().run(
      `echo old >/etc/elsewhere/other; ln -sfn /etc/elsewhere/other ${conf}; echo old >/etc/elsewhere/real`,
    );
    expect(await apply('two')).toMatchObject({ outcome: 'refused', failure: { kind: 'drift' } });
    expect(node().run('cat /etc/elsewhere/other')).toBe('old\n');
  });

  it("writes below a home as that home's user, whatever the user puts in the way", async () => {
    const own = '/home/deploy/.config/containers/registries.conf';
    node().run('rm -rf /home/deploy/.config; echo secret >/etc/secret; chmod 600 /etc/secret');
    expect(await push([{ path: own, before: null, after: 'x\n' }])).toMatchObject({ outcome: 'committed' });
    expect(node().run(`stat -c '%u %g' ${own} /home/deploy/.config`)).toBe('2001 2001\n2001 2001\n');
    // a user who turns the folder into a link to one of root's
    node().run(
      'mv /home/deploy/.config/containers /home/deploy/.config/was; ln -s /etc/containers /home/deploy/.config/containers; chown -h 2001 /home/deploy/.config/containers',
    );
    expect(await push([{ path: own, before: null, after: 'y\n' }])).toMatchObject({
      outcome: 'refused',
      failure: { kind: 'drift' },
    });
    expect(node().run(`ls -A ${base}`)).toBe('');
    const back = await session((open) =>
      open.rollback('aaaabbbbcccc', { overwrite: true, pushId: 'back' }, () => undefined),
    );
    expect(back.outcome).toBe('refused');
    node().run(
      'rm /home/deploy/.config/containers; mv /home/deploy/.config/was /home/deploy/.config/containers',
    );
    const again = await session((open) =>
      open.rollback('aaaabbbbcccc', { overwrite: false, pushId: 'back2' }, () => undefined),
    );
    expect(again).toMatchObject({ outcome: 'committed' });
    expect(node().run('ls -A /home/deploy')).toBe('.ssh\n');
  });

  it('serves a user who is not root in the own home, and nowhere else', async () => {
    const own = '/home/nosudo/.config/containers/registries.conf';
    const who = { user: 'nosudo' };
    expect(await push([{ path: own, before: null, after: 'x\n' }], {}, who)).toMatchObject({
      outcome: 'committed',
    });
    expect(node().run(`stat -c %u ${own}; ls /home/nosudo/.local/state/mirrorwright/pushes | wc -l`)).toBe(
      '2002\n1\n',
    );
    const refused = await push([{ path: conf, before: null, after: 'x\n' }], {}, who);
    expect(refused).toMatchObject({ outcome: 'refused', failure: { kind: 'permission' } });
  });
});
