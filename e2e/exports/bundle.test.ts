import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NodeLab, nodePrograms, type PseudoNode, startNodes } from '../nodes/support/nodes.ts';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { buildCommand, type House, houseBeside, stateOf } from './house.ts';

// ansible-core brings the reader of YAML that stands for the kubelet
const ready = havePrograms(...nodePrograms, 'ansible-playbook') && haveNamespaces();
const conf = '/etc/containers/registries.conf';
const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
const text = 'unqualified-search-registries = ["docker.io"]\n';

describe.skipIf(!ready).each(['dash', 'busybox'] as const)(
  'a bundle on a machine without network, with %s',
  (shell) => {
    let lab: NodeLab;
    let house: House;
    const node = (): PseudoNode => lab.nodes[0]!;

    beforeAll(async () => {
      buildCommand();
      lab = await startNodes(1, { shell: () => shell });
      house = houseBeside(lab);
      node().link('down');
    }, 90_000);
    afterAll(() => lab?.stop());
    beforeEach(() => {
      node().run(
        `rm -rf /etc/containers /var/lib/mirrorwright /var/log/lab/* /root/* /run/systemd /run/mirrorwright* /etc/mirrorwright-lab/fail; mkdir -p -m 755 /etc/containers/registries.conf.d; printf '%s\\n' '${text.trim()}' >${conf}; chmod 640 ${conf}; chown 0:3 ${conf}`,
      );
    });

    /** A copy of the machine's configuration, as somebody would carry it here. */
    function copyOf(files: Readonly<Record<string, string>>): string {
      const root = join(house.folder, 'copy');
      rmSync(root, { recursive: true, force: true });
      for (const [path, content] of Object.entries({ '/etc/hostname': 'node1\n', ...files })) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
      return root;
    }

    /** Makes a bundle and carries it to the machine; answers how to start it there. */
    async function carried(
      files: Readonly<Record<string, string>>,
      ...args: readonly string[]
    ): Promise<string> {
      const out = join(house.folder, 'bundle.tar');
      const root = copyOf(files);
      const made = await house.mirrorwright(
        'bundle',
        '--root',
        root,
        '--node',
        'node1',
        '--out',
        out,
        ...args,
      );
      expect(made).toMatchObject({ code: 0 });
      const packed = gzipSync(readFileSync(out)).toString('base64');
      node().run(`cd /root && rm -rf mirrorwright-* && base64 -d <<'E' | gzip -d | tar -xf -\n${packed}\nE`);
      return `sh ${node().run('echo /root/mirrorwright-*/install.sh').trim()}`;
    }

    it('is installed, does nothing the second time, and is taken back', async () => {
      const install = await carried({ [conf]: text }, '--target', 'podman@5.4');
      const old = stateOf(node());
      expect(node().run(`${install} --dry-run`)).toContain('mirrorwright outcome dry-run');
      expect(stateOf(node())).toBe(old);
      expect(node().try('ls /var/lib/mirrorwright').ok).toBe(false);

      expect(node().run(install)).toContain('mirrorwright outcome committed');
      expect(node().run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
      expect(node().run('grep -h ^outcome /var/lib/mirrorwright/pushes/*/receipt')).toBe(
        'outcome committed - -\n',
      );
      expect(node().run(install)).toContain('mirrorwright outcome unchanged');
      expect(node().run(`${install} --rollback`)).toContain('mirrorwright outcome committed');
      expect(stateOf(node())).toBe(old);
      expect(node().try(`${install} --rollback`)).toMatchObject({ ok: false });
    }, 400_000);

    it('has the same bytes for the same plan', async () => {
      const hashes = [];
      for (let round = 0; round < 2; round++) {
        await carried({ [conf]: text }, '--target', 'podman@5.4');
        hashes.push(
          createHash('sha256')
            .update(readFileSync(join(house.folder, 'bundle.tar')))
            .digest('hex'),
        );
      }
      expect(hashes[0]).toBe(hashes[1]);
    });

    it('refuses a file that was changed, another machine, and a bundle that was', async () => {
      const install = await carried({ [conf]: text, [dropIn]: '# old\n' }, '--target', 'podman@5.4');
      const old = stateOf(node());
      const drift = node().try(install);
      expect(drift).toMatchObject({ ok: false });
      expect(drift.text).toContain('drift: ');
      node().run('hostname other');
      expect(node().try(install).text).toMatch(
        /drift: the bundle is not for this machine, which calls itself other/,
      );
      node().run('hostname node1; echo "# more" >> /root/mirrorwright-*/mirrorwright.sh');
      expect(node().try(install).text).toContain('mirrorwright.sh of the bundle is damaged');
      expect(stateOf(node())).toBe(old);
    }, 400_000);

    it('puts the old files back when a service does not take the new ones, and when it is killed', async () => {
      node().run('mkdir -p /run/systemd/system');
      const bad = 'unqualified-search-registries = ["docker.io"]\n# refused-by-service\n';
      const source = house.write('bad.conf', bad);
      const install = await carried(
        { [conf]: text },
        '--file',
        `${source}:${conf}`,
        '--target',
        'cri-o@1.33',
      );
      const old = stateOf(node());
      const failed = node().try(install);
      expect(failed).toMatchObject({ ok: false });
      expect(failed.text).toContain('service-failed: ');
      expect(failed.text).toContain('mirrorwright outcome rolled-back');
      expect(stateOf(node())).toBe(old);

      // killed while the service reloads: nobody confirms, and the guard takes the set back
      node().run(
        'touch /etc/mirrorwright-lab/slow; sed -i s/refused-by-service/fine/ /root/mirrorwright-*/file.*',
      );
      const good = house.write('good.conf', `${text}# fine\n`);
      const again = await carried({ [conf]: text }, '--file', `${good}:${conf}`, '--target', 'cri-o@1.33');
      node().run('touch /etc/mirrorwright-lab/slow');
      const said = node().try(
        `setsid ${again} --guard 2 >/root/said 2>&1 & own=$!; until grep -q fine ${conf}; do sleep 0.05; done; kill -9 -- -$own; rm /etc/mirrorwright-lab/slow; for i in $(seq 300); do [ -e /var/lib/mirrorwright/journal ] || break; sleep 0.1; done; cat /root/said`,
      );
      expect(said.ok).toBe(true);
      expect(node().run(`cat ${conf}`)).toBe(text);
      expect(node().run('grep -h ^outcome /var/lib/mirrorwright/pushes/*/receipt')).toContain(
        'rolled-back guard-fired',
      );
    }, 400_000);

    it('is handed over and started by what a pod runs, with the machine below /host', async () => {
      const out = join(house.folder, 'cluster');
      rmSync(out, { recursive: true, force: true });
      const from = ['--root', copyOf({ [conf]: text }), '--node', 'node1', '--target', 'podman@5.4'];
      const as = ['--export', 'kubernetes', '--image', 'registry.example/debian:12', '--out', out];
      expect(await house.mirrorwright('plan', ...from, ...as)).toMatchObject({ code: 0 });
      const packed = gzipSync(readFileSync(join(out, 'job-node1.yaml'))).toString('base64');
      // what the kubelet does: the config map as files behind links, the root of the host with all that is mounted in it
      node().run(
        `mkdir -p /run/pod/data /run/pod/bundle && base64 -d <<'E' | gzip -d >/run/pod/job.yaml\n${packed}\nE`,
      );
      node().run(
        `python3 -c 'import os, yaml\nfor name, text in next(yaml.safe_load_all(open("/run/pod/job.yaml")))["data"].items():\n  open("/run/pod/data/" + name, "w").write(text); os.symlink("../data/" + name, "/run/pod/bundle/" + name)'`,
      );
      const pod = (...args: readonly string[]): string =>
        node().run(
          `unshare --mount sh -c 'mount -t tmpfs pod /mnt && mkdir /mnt/host /mnt/bundle && mount --rbind / /mnt/host && cp -a /run/pod/bundle /run/pod/data /mnt/ && sed "s|^host=/host|host=/mnt/host|; s|/bundle/|/mnt/bundle/|" /mnt/bundle/run.sh >/mnt/run.sh && sh /mnt/run.sh --node node1 ${args.join(' ')}'`,
        );
      expect(pod('--dry-run')).toContain('mirrorwright outcome dry-run');
      expect(pod()).toContain('mirrorwright outcome committed');
      expect(node().run(`cat ${dropIn}`)).toContain('cache.corp.example/hub');
      expect(pod()).toContain('mirrorwright outcome unchanged');
      expect(node().run('ls -d /run/mirrorwright-pod.* 2>/dev/null; ls /run/mirrorwright')).toBe('lock\n');
      expect(pod('--rollback')).toContain('mirrorwright outcome committed');
      node().run('rm -rf /run/pod');
    }, 400_000);

    it('takes hostile names and texts for what they are', async () => {
      const path = `/etc/containers/-x $(touch pwned) "q" 'q' {{ 1 + 1 }} \${HOME} \`id\`.d/-rf *.conf`;
      const hostile =
        '{{ lookup("pipe", "touch /pwned") }}\n$(touch /pwned)\n`touch /pwned`\n\t\'"\\\n# end, without a line end';
      const source = house.write('hostile.conf', hostile);
      const install = await carried(
        {},
        '--file',
        `${source}:${path}`,
        '--allow-path',
        '/etc/containers/**',
        '--no-reload',
      );
      expect(node().run(install)).toContain('mirrorwright outcome committed');
      const quoted = path.replaceAll("'", `'\\''`);
      expect(node().run(`cat -- '${quoted}'`)).toBe(hostile);
      expect(node().run('find / -xdev -name pwned 2>/dev/null; find /etc /root /run -name pwned')).toBe('');
      expect(node().run(`${install} --rollback`)).toContain('mirrorwright outcome committed');
      expect(node().run('ls /etc/containers')).toBe('registries.conf\nregistries.conf.d\n');
    }, 400_000);
  },
);
