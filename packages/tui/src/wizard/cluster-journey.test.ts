import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journey } from '../testing/journey.ts';
import { folderWith, mirrorwright } from '../testing/run.ts';

const tab = '\t';
const enter = '\r';
const esc = '\u001b';
const down = '\u001b[B';

const present = `apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec:
  registrySources:
    insecureRegistries: [old.corp.example]
---
apiVersion: config.openshift.io/v1
kind: ClusterVersion
metadata: {name: version}
status:
  desired:
    version: 4.16.3
    image: quay.io/openshift-release-dev/ocp-release@sha256:${'0'.repeat(64)}
`;

const policy = `version: 1
targets: [openshift@4.16]
upstreams:
  - registry: quay.io
    mirrors:
      - location: cache.corp.example/quay
search: [quay.io]
aliases: {web: quay.io/acme/web}
`;

const sizes = [
  [120, 34],
  [80, 24],
] as const;

describe('the wizard for a cluster', () => {
  it.each(sizes)('leads from the release to written resources at %i x %i', async (columns, rows) => {
    const cwd = folderWith({ 'cluster.yaml': present });
    const wizard = journey(['init', '--before', 'cluster.yaml'], cwd, columns, rows);
    await wizard.sees('[ ] openshift');
    // podman off, openshift on
    wizard.send(' ');
    await wizard.sees('[ ] podman');
    wizard.send(`${down.repeat(4)} `);
    await wizard.sees('release: 4.16');
    wizard.send(tab);
    await wizard.sees('[ ] quay.io');
    wizard.send(`${down} `);
    await wizard.sees('[x] quay.io');
    wizard.send(tab);
    await wizard.sees('add a mirror');
    wizard.send(enter);
    await wizard.sees('add a mirror: _');
    wizard.send(`cache.corp.example/quay${enter}`);
    await wizard.sees('cache.corp.example/quay   tags and digests');
    if (columns >= 110) {
      await wizard.sees('openshift@4.16, resources');
      await wizard.sees('openshift@4.16, files of its nodes');
    }
    wizard.send('7');
    await wizard.sees('imagetagmirrorset.yaml   new');
    await wizard.sees('+kind: ImageDigestMirrorSet');
    wizard.send('8');
    await wizard.sees('write the resources into cluster-resources');
    wizard.send(down);
    await wizard.sees('existing files are backed up first');
    wizard.send(enter);
    expect(await wizard.ends()).toBe(0);
    expect(wizard.output()).toContain('apply    oc apply -f cluster-resources');
    expect(readdirSync(join(cwd, 'cluster-resources'))).toEqual([
      'imagedigestmirrorset.yaml',
      'imagetagmirrorset.yaml',
    ]);
    expect(readFileSync(join(cwd, 'mirror-policy.yaml'), 'utf8')).toContain('- openshift@4.16\n');
    // what it wrote is what the other commands read
    const { code, stdout } = await mirrorwright(
      ['explain', 'quay.io/acme/web:1', 'cluster.yaml', 'cluster-resources', '--target', 'openshift@4.16'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('https://cache.corp.example/v2/quay/acme/web/manifests/1');
  });

  it('changes between both halves of the preview on a narrow screen', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy, 'cluster.yaml': present });
    const wizard = journey(['init', '--before', 'cluster.yaml'], cwd, 80, 24);
    await wizard.sees('[x] openshift');
    wizard.send('5');
    await wizard.sees('MW818');
    await wizard.sees('not for openshift@4.16: the mode is a setting of CRI-O');
    await wizard.sees('MW706');
    wizard.send('p');
    await wizard.sees('v files of nodes');
    await wizard.sees('containerRuntimeSearchRegistries');
    wizard.send('v');
    await wizard.sees('/etc/containers/registries.conf.d/01-image-searchRegistries.conf (changed)');
    await wizard.sees('the nodes are drained and rebooted');
    wizard.send('v');
    await wizard.sees('cluster-resources/image.yaml (new)');
    wizard.send(esc);
    await wizard.sees('What happens when the mirrors do not answer?');
    wizard.send('7');
    await wizard.sees('What is written, and what do the nodes get of it?');
    wizard.send('nnn');
    await wizard.sees('+unqualified-search-registries = ["quay.io"]');
    await wizard.sees('the nodes are drained and rebooted');
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
    expect(existsSync(join(cwd, 'cluster-resources'))).toBe(false);
  });

  it('draws with ASCII where the locale has no more, also what is too long', async () => {
    const long = policy.replace('cache.corp.example/quay', `cache.corp.example/${'quay/'.repeat(40)}quay`);
    const cwd = folderWith({ 'mirror-policy.yaml': long });
    const wizard = journey(['init'], cwd, 120, 34, { LANG: 'C', NO_COLOR: '1' });
    expect(await wizard.sees('openshift@4.16, files of its nodes')).toMatch(/^[\u0020-\u007e\n]*$/);
    wizard.send('p');
    expect(await wizard.sees('esc closes')).toMatch(/^[\u0020-\u007e\n]*$/);
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
  });

  it.each([['on the whole screen', []] as const, ['in plain lines', ['--plain']] as const])(
    'obeys no name of the answers, %s',
    async (_, args) => {
      const hostile = policy
        .replace('registry: quay.io', 'registry: "quay.io/\\e]0;pwned\\a"')
        .replace('cache.corp.example/quay', '"cache.corp.example/\\e[2Jx"');
      const cwd = folderWith({ 'mirror-policy.yaml': hostile });
      const wizard = journey(['init', ...args], cwd, 80, 60);
      const next = args.length === 0 ? tab : enter;
      await wizard.sees('openshift');
      for (const text of ['\\x1b]0;pwned\\x07', '\\x1b[2Jx', 'mirror of', 'when no mirror of']) {
        wizard.send(next);
        await wizard.sees(text);
      }
      wizard.send(args.length === 0 ? 'p' : `p${enter}`);
      await wizard.sees('cluster-resources/imagedigestmirrorset.yaml');
      wizard.send(args.length === 0 ? '\u0003\u0003' : `q${enter}`);
      expect(await wizard.ends()).toBe(130);
      expect(wizard.output()).not.toContain('\u001b]0;pwned');
      expect(wizard.output()).not.toContain('\u001b[2Jx');
    },
  );

  it('refuses to write over resources that changed meanwhile, and takes them up', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy, 'cluster-resources/image.yaml': '# old\n' });
    const file = join(cwd, 'cluster-resources/image.yaml');
    const wizard = journey(['init'], cwd, 120, 34);
    await wizard.sees('[x] openshift');
    wizard.send('7');
    await wizard.sees('~ image.yaml   edited');
    await wizard.sees('-# old');
    wizard.send('8');
    await wizard.sees('How should it be delivered?');
    writeFileSync(file, '# theirs\n');
    wizard.send(down);
    await wizard.sees('existing files are backed up first');
    wizard.send(enter);
    await wizard.sees('was changed since you looked');
    expect(readFileSync(file, 'utf8')).toBe('# theirs\n');
    wizard.send(enter);
    expect(await wizard.ends()).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('kind: Image');
    expect(wizard.output()).toContain('image.yaml.backup-');
  });

  it('takes answers up again with the folder and the cluster', async () => {
    const cwd = folderWith({ 'cluster.yaml': present });
    const args = ['init', '--target', 'openshift@4.16', '--before', 'cluster.yaml', '--resources', 'made'];
    const left = journey(args, cwd, 100, 30);
    await left.sees('[ ] quay.io');
    left.send(`${down} `);
    await left.sees('[x] quay.io');
    left.send('\u0003');
    await left.sees('Leave the wizard?');
    left.send('\u0003');
    expect(await left.ends()).toBe(130);
    const again = journey(['init'], cwd, 100, 30);
    await again.sees('enter resume');
    again.send(enter);
    await again.sees('[x] quay.io');
    again.send('1');
    await again.sees('resources folder: made');
    await again.sees('the cluster as it is: cluster.yaml');
  });

  it('asks the same in plain lines', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy, 'cluster.yaml': present });
    const wizard = journey(['init', '--plain', '--before', 'cluster.yaml'], cwd, 100, 80);
    await wizard.sees('Step 1 of 8');
    await wizard.sees('the cluster as it is: cluster.yaml');
    for (const step of [2, 3, 4, 5]) {
      await wizard.sees('q leave:');
      wizard.send(enter);
      await wizard.sees(`Step ${step} of 8`);
    }
    await wizard.sees('not for openshift@4.16: the mode is a setting of CRI-O');
    wizard.send(`p${enter}`);
    await wizard.sees('# openshift@4.16: what its nodes get');
    wizard.send(`g 7${enter}`);
    await wizard.sees('Step 7 of 8');
    await wizard.sees('the nodes are drained and rebooted');
    wizard.send(enter);
    await wizard.sees('Step 8 of 8');
    wizard.send(`2${enter}`);
    expect(await wizard.ends()).toBe(0);
    expect(wizard.output()).toContain('oc apply -f cluster-resources');
    expect(existsSync(join(cwd, 'cluster-resources/image.yaml'))).toBe(true);
  });
});

describe('a cluster without questions', () => {
  const flags = ['--target', 'openshift@4.16', '--mirror', 'quay.io=cache.corp.example/quay', '--no-input'];

  it('has its resources printed, and what its nodes get of them', async () => {
    const { code, stdout, stderr } = await mirrorwright(['init', ...flags, '--search', 'quay.io']);
    expect(code).toBe(0);
    expect(stdout).toContain('# ---- cluster-resources/image.yaml\n');
    expect(stdout).toContain('# openshift@4.16: what its nodes get\n');
    expect(stdout).toContain('# ---- /etc/containers/registries.conf\n');
    expect(stderr).toContain('MW818');
  });

  it('has them written with --yes, and needs no root for it', async () => {
    const cwd = folderWith({ 'cluster.yaml': present });
    const write = [...flags, '--before', 'cluster.yaml', '--resources', 'made/here', '--yes'];
    const { code, stdout, stderr } = await mirrorwright(['init', ...write], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('wrote made/here/imagedigestmirrorset.yaml');
    expect(stderr).toContain('the nodes are drained, and CRI-O is reloaded');
    expect(stderr).toContain('oc apply -f made/here');
    const both = await mirrorwright(['init', ...flags, '--target', 'podman@5.8', '--yes'], { cwd });
    expect(both.code).toBe(2);
    expect(both.stderr).toContain('name the folder with --root DIR');
  });

  it('is refused where something that was named cannot be read', async () => {
    const cwd = folderWith({ file: 'x' });
    const gone = await mirrorwright(['init', ...flags, '--before', 'gone.yaml'], { cwd });
    expect(gone).toMatchObject({ code: 2, stdout: '' });
    expect(gone.stderr).toContain('gone.yaml does not exist');
    const folder = await mirrorwright(['init', ...flags, '--resources', 'file', '--yes'], { cwd });
    expect(folder).toMatchObject({ code: 2, stdout: '' });
    expect(folder.stderr).toContain('file is not a folder');
  });
});
