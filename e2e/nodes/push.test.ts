import type { NodeFacts, NodeFileState, NodeReceipt, NodeReport, NodeUndo } from '@mirrorwright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { addressOf, answerOf, drive, orderOf, reportOf } from './support/drive.ts';
import { type NodeLab, nodePrograms, startNodes } from './support/nodes.ts';

const ready = havePrograms(...nodePrograms) && haveNamespaces();
const conf = '/etc/containers/registries.conf';
const first = 'unqualified-search-registries = ["a.example"]\n';
const second = 'unqualified-search-registries = ["b.example"]\n';

describe.skipIf(!ready).each(['dash', 'busybox'] as const)(
  'a push to a real sshd, with %s as its shell',
  (shell) => {
    let lab: NodeLab;
    beforeAll(async () => {
      lab = await startNodes(1, { shell: () => shell });
    }, 60_000);
    afterAll(() => lab?.stop());

    const node = (): NodeLab['nodes'][number] => lab.nodes[0]!;
    const push = (...calls: Parameters<typeof drive>[1]['calls']): ReturnType<typeof drive> =>
      drive(lab, { address: addressOf(node()), calls });
    const reset = (): void =>
      void node().run(
        'rm -rf /etc/containers /var/lib/mirrorwright; mkdir -p -m 755 /etc/containers/registries.conf.d',
      );

    it('says what the node is and what stands where', async () => {
      reset();
      node().run(`printf x >/etc/containers/a.conf; ln -sf a.conf '/etc/containers/a $(touch x) "b"'`);
      const odd = '/etc/containers/a $(touch x) "b"';
      const run = push(
        { call: 'facts', markers: ['/etc/containers', '/nowhere'], programs: ['sh-is-no-version', 'skopeo'] },
        { call: 'read', paths: ['/etc/nowhere/x', odd], folders: ['/etc/containers'] },
      );
      const facts = await answerOf<NodeFacts>(run, 'facts');
      expect(facts).toMatchObject({
        hostname: 'node1',
        uid: 0,
        systemd: false,
        markers: ['/etc/containers'],
      });
      expect(Object.keys(facts.versions)).not.toContain('sh-is-no-version');
      const files = await answerOf<readonly NodeFileState[]>(run, 'read');
      expect(files.find(({ path }) => path === '/etc/nowhere/x')).toMatchObject({ kind: 'missing' });
      expect(files.find(({ path }) => path === odd)).toMatchObject({
        kind: 'file',
        realPath: '/etc/containers/a.conf',
        mode: 0o644,
        size: 1,
      });
    });

    it('writes, keeps a receipt and takes it back', async () => {
      reset();
      node().run(
        `printf '%s' '${first.trim()}' >${conf}; echo >>${conf}; chmod 640 ${conf}; chown 0:3 ${conf}`,
      );
      const order = orderOf([
        { path: conf, before: first, after: second },
        { path: '/etc/containers/new/deep/a b.conf', before: null, after: 'x\n' },
      ]);
      const run = push(
        { call: 'apply', order },
        { call: 'undoable', planId: order.planId },
        { call: 'receipts' },
      );
      expect(await reportOf(run)).toMatchObject({
        outcome: 'committed',
        node: 'node1',
        pushId: order.pushId,
      });
      expect(node().run(`cat ${conf}; stat -c '%a %u %g' ${conf}`)).toBe(`${second}640 0 3\n`);
      expect(node().run("stat -c '%a %u' '/etc/containers/new/deep/a b.conf'")).toBe('644 0\n');
      expect(await answerOf<readonly NodeUndo[]>(run, 'undoable')).toHaveLength(2);
      expect(await answerOf<readonly NodeReceipt[]>(run, 'receipts')).toMatchObject([
        { outcome: 'committed', kind: 'apply' },
      ]);
      expect(node().run('find /etc/containers -name ".mirrorwright*"; ls /run/mirrorwright')).toBe('lock\n');
      expect(
        node().run(
          'stat -c "%a %u" /var/lib/mirrorwright /var/lib/mirrorwright/pushes /var/lib/mirrorwright/pushes/*/0.old',
        ),
      ).toBe('700 0\n700 0\n600 0\n');

      const back = push({
        call: 'rollback',
        planId: order.planId,
        options: { overwrite: false, pushId: 'back' },
      });
      expect(await answerOf<NodeReport>(back, 'rollback')).toMatchObject({ outcome: 'committed' });
      expect(node().run(`cat ${conf}; stat -c '%a %u %g' ${conf}; ls -A /etc/containers`)).toBe(
        `${first}640 0 3\nregistries.conf\nregistries.conf.d\n`,
      );
      const again = push({
        call: 'rollback',
        planId: order.planId,
        options: { overwrite: false, pushId: 'back2' },
      });
      expect(await answerOf<NodeReport>(again, 'rollback')).toMatchObject({ outcome: 'refused' });
    });

    it('accepts what is already as planned and refuses drift', async () => {
      reset();
      node().run(`echo other >${conf}`);
      const order = orderOf([{ path: conf, before: first, after: second }]);
      expect(await reportOf(push({ call: 'apply', order }))).toMatchObject({
        outcome: 'refused',
        failure: { kind: 'drift' },
      });
      node().run(`printf '%s\\n' '${second.trim()}' >${conf}`);
      expect(await reportOf(push({ call: 'apply', order: { ...order, pushId: 'again' } }))).toMatchObject({
        outcome: 'unchanged',
      });
      expect(node().run('ls /var/lib/mirrorwright/pushes')).toBe('');
    });

    it('refuses a rollback where a later edit would be lost, unless it is overwritten', async () => {
      reset();
      const order = orderOf([{ path: conf, before: null, after: second }]);
      expect(await reportOf(push({ call: 'apply', order }))).toMatchObject({ outcome: 'committed' });
      node().run(`echo mine >${conf}`);
      const options = { overwrite: false, pushId: 'b1' };
      const refused = push({ call: 'rollback', planId: order.planId, options });
      expect(await answerOf<NodeReport>(refused, 'rollback')).toMatchObject({
        outcome: 'refused',
        failure: { kind: 'drift' },
      });
      const forced = push({
        call: 'rollback',
        planId: order.planId,
        options: { overwrite: true, pushId: 'b2' },
      });
      expect(await answerOf<NodeReport>(forced, 'rollback')).toMatchObject({ outcome: 'committed' });
      expect(node().run(`test -e ${conf} || echo gone; cat /var/lib/mirrorwright/pushes/*-b2/0.old`)).toBe(
        'gone\nmine\n',
      );
    });

    it('leaves nothing behind after a dry run', async () => {
      reset();
      const look = (): string =>
        node().run(
          "find /etc /usr/local /home /var/lib /run -xdev -not -path '/run/sshd*' -printf '%p %T@ %C@ %s\\n' | sort",
        );
      node().run('mkdir -p -m 700 /run/mirrorwright; touch /run/mirrorwright/lock');
      const before = look();
      const validate = [{ reader: 'podman', configFiles: [conf] }];
      const order = orderOf([{ path: conf, before: null, after: second }], { dryRun: true, validate });
      const report = await reportOf(push({ call: 'apply', order }));
      expect(report).toMatchObject({ outcome: 'dry-run', validated: [{ result: 'ok' }] });
      expect(report.steps.map(({ step }) => step)).not.toContain('rename');
      // the folder that the spool stood in has a new time, and nothing else
      const ours = /^\/run\/mirrorwright \S+ \S+ \d+$/m;
      expect(look().replace(ours, '')).toBe(before.replace(ours, ''));
    });

    it.each([
      ['root', 'podman'],
      ['deploy', 'podman'],
      ['root', 'buildah'],
      ['deploy', 'buildah'],
    ])('as %s asks %s however long the paths are', async (user, reader) => {
      reset();
      const path = user === 'root' ? conf : `/home/${user}/.config/containers/registries.conf`;
      // podman takes no folder of more than 50 characters for what runs
      const order = orderOf([{ path, before: null, after: second }], {
        pushId: 'a'.repeat(64),
        validate: [{ reader, configFiles: [path] }],
      });
      const run = drive(lab, { address: addressOf(node(), { user }), calls: [{ call: 'apply', order }] });
      const report = await reportOf(run);
      node().run(`rm -rf /home/${user}/.config /home/${user}/.local`);
      expect([report.outcome, report.validated]).toEqual(['committed', [{ reader, result: 'ok' }]]);
    });

    it('reports what a reader refuses before anything is written', async () => {
      reset();
      const validate = [
        { reader: 'podman', configFiles: [conf] },
        { reader: 'skopeo', configFiles: [conf] },
        { reader: 'buildah', configFiles: [conf] },
        { reader: 'cri-o', configFiles: [conf] },
      ];
      const good = orderOf([{ path: conf, before: null, after: second }], { validate });
      const report = await reportOf(push({ call: 'apply', order: good }));
      expect(report.validated.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok', 'not-validated']);
      expect(report.validated.at(-1)?.detail).toContain('only when it starts or reloads');
      const bad = orderOf([{ path: conf, before: second, after: 'unqualified-search-registries = [\n' }], {
        validate,
      });
      expect(await reportOf(push({ call: 'apply', order: bad }))).toMatchObject({
        outcome: 'refused',
        failure: { kind: 'validation-failed' },
      });
      expect(node().run(`cat ${conf}; ls -A /etc/containers`)).toBe(
        `${second}registries.conf\nregistries.conf.d\n`,
      );
    });

    const folder = '/etc/containers/registries.d';
    const sane = '{"default":[{"type":"insecureAcceptAnything"}]}\n';
    it.each(
      ['podman', 'skopeo', 'buildah'].flatMap((reader) =>
        (
          [
            ['sources that do not parse', conf, '[[registry]]\nlocation = 5\n'],
            ['a policy of no known kind', '/etc/containers/policy.json', '{"default":[{"type":"nope"}]}\n'],
            ['signatures kept in two places', `${folder}/b.yaml`, 'default-docker:\n  sigstore: file:///b\n'],
            [
              'a policy beside signatures that cannot be read',
              '/etc/containers/policy.json',
              sane.replace('{', '{ '),
              'docker: [',
            ],
          ] as const
        ).map(([what, path, after, beside]) => ({ reader, what, path, after, beside })),
      ),
    )('has $reader read the whole configuration: $what', async ({ reader, path, after, beside }) => {
      reset();
      const text = beside ?? 'default-docker:\n  sigstore: file:///a\n';
      node().run(`mkdir -p ${folder}; printf '${text.replaceAll('\n', '\\n')}' >${folder}/a.yaml`);
      const configFiles = [...new Set([conf, `${folder}/a.yaml`, '/etc/containers/policy.json', path])];
      const validate = [{ reader, configFiles }];
      const changes = [
        { path: conf, before: null, after: second },
        { path: '/etc/containers/policy.json', before: null, after: sane },
      ].filter((each) => each.path !== path);
      const order = orderOf([...changes, { path, before: null, after }], { validate });
      const report = await reportOf(push({ call: 'apply', order }));
      expect(report).toMatchObject({ outcome: 'refused', failure: { kind: 'validation-failed' } });
      expect(node().run('find /etc/containers -type f')).toBe(`${folder}/a.yaml\n`);
      if (beside !== undefined) return;
      const good = orderOf(changes, { validate });
      const fine = await reportOf(push({ call: 'apply', order: good }));
      expect([fine.outcome, fine.validated]).toEqual(['committed', [{ reader, result: 'ok' }]]);
    });
  },
);
