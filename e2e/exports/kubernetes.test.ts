import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { havePrograms } from '../support/programs.ts';
import { scratch } from '../support/skopeo.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { type Answer, buildCommand, policy } from './house.ts';

const command = resolve(import.meta.dirname, '../../packages/tui/dist/mirrorwright.js');

describe.skipIf(!havePrograms('kubectl'))(
  'a push through the real kubectl, to a stub of an API server',
  () => {
    const place = scratch('kubectl');
    let api: ApiServer;

    beforeAll(buildCommand, 60_000);
    beforeEach(async () => {
      api = await startApiServer();
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'stub', cluster: { server: api.url } }],
        contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'stub' } }],
        users: [{ name: 'stub', user: {} }],
        'current-context': 'stub',
      };
      writeFileSync(join(place.path, 'kubeconfig'), JSON.stringify(config));
      const root = {
        'etc/hostname': 'node-a\n',
        'etc/containers/registries.conf': 'unqualified-search-registries = []\n',
      };
      for (const [path, text] of Object.entries(root)) {
        mkdirSync(dirname(join(place.path, 'copy', path)), { recursive: true });
        writeFileSync(join(place.path, 'copy', path), text);
      }
      writeFileSync(join(place.path, 'mirror-policy.yaml'), policy);
      return () => api.stop();
    });
    afterAll(() => place.dispose());

    const mirrorwright = (...args: readonly string[]): Promise<Answer> =>
      new Promise((done) => {
        const { path } = place;
        const env = {
          PATH: process.env.PATH,
          HOME: path,
          XDG_STATE_HOME: join(path, 'state'),
          KUBECONFIG: join(path, 'kubeconfig'),
        };
        const child = spawn(process.execPath, [command, ...args, '--no-input'], { cwd: path, env });
        let text = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
        child.on('close', (code) => done({ code: code ?? -1, text }));
      });

    const from = ['--root', 'copy', '--node', 'node-a', '--target', 'podman@5.4'];

    async function planned(): Promise<string> {
      expect(await mirrorwright('plan', ...from, '--out', 'plan.json')).toMatchObject({ code: 0 });
      return JSON.parse(readFileSync(join(place.path, 'plan.json'), 'utf8')).id;
    }

    it('asks the server for each resource before it makes it, and reports what the job said', async () => {
      const id = await planned();
      api.log =
        'rename: /etc/containers/registries.conf.d/50-mirrors.conf\nmirrorwright outcome committed -\n';
      const via = ['--root', 'copy', '--via', 'kubectl', '--image', 'registry.example/debian:12'];
      expect((await mirrorwright('push', 'plan.json', ...via, '--yes')).code).toBe(2);
      expect(api.changes).toEqual([]);
      const done = await mirrorwright('push', 'plan.json', ...via, '--confirm', id);
      expect(done).toMatchObject({ code: 0 });
      expect(done.text).toContain('severe: privileged pods enter the hosts');
      expect(done.text).toContain('node-a: committed');
      const made = api.changes.filter(({ method }) => method === 'POST');
      expect(made.map(({ dryRun, body }) => `${dryRun ? 'dry ' : ''}${body.kind}`)).toEqual([
        'dry Namespace',
        'Namespace',
        'dry ConfigMap',
        'dry Job',
        'ConfigMap',
        'Job',
      ]);
      expect(api.changes.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
      expect([...api.objects.keys()]).toEqual(['/api/v1/namespaces/mirrorwright']);
    }, 120_000);

    it('fails with the reason that the node gives', async () => {
      const id = await planned();
      api.log =
        'drift: /etc/containers/registries.conf was changed since\nmirrorwright outcome refused drift\n';
      const failed = await mirrorwright(
        'push',
        'plan.json',
        '--root',
        'copy',
        '--via',
        'kubectl',
        '--image',
        'registry.example/debian:12',
        '--confirm',
        id,
      );
      expect(failed.code).toBe(1);
      expect(failed.text).toContain(
        'node-a: refused, nothing was written (drift: node-a: /etc/containers/registries.conf was changed since)',
      );
    }, 120_000);

    it('gives the operator of a cluster resources instead of pods', async () => {
      const push = (...args: readonly string[]): Promise<Answer> =>
        mirrorwright('push', '--via', 'kubectl', '--target', 'openshift@4.16', ...args);
      const shown = await push('--dry-run');
      expect(shown).toMatchObject({ code: 0 });
      expect(shown.text).toContain('severe: the operator changes every node');
      const id = /^plan ([0-9a-f]{12}): /m.exec(shown.text)![1]!;
      const kinds = () => api.changes.map(({ dryRun, body }) => `${dryRun ? 'dry ' : ''}${body.kind}`);
      const dry = ['dry ImageDigestMirrorSet', 'dry ImageTagMirrorSet'];
      expect(kinds()).toEqual(dry);
      expect(await push('--confirm', id)).toMatchObject({ code: 0 });
      expect(kinds()).toEqual([...dry, ...dry, 'ImageDigestMirrorSet', 'ImageTagMirrorSet']);
    }, 120_000);
  },
);
