import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const image =
  'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources:\n    insecureRegistries: [registry.lab.example:5000]\n';
const mirrors =
  'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: quay}\nspec:\n  imageDigestMirrors:\n  - source: quay.io\n    mirrors: [cache.corp.example/quay]\n';

describe('preview of OpenShift resources', () => {
  it('prints what the operator of the release writes', async () => {
    const cwd = folderWith({ 'dump/image.yaml': image, 'dump/idms.yaml': mirrors, 'dump/notes.txt': 'x' });
    const { code, stdout, stderr } = await mirrorwright(['preview', 'dump', '--target', 'openshift@4.16'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('# ---- /etc/containers/registries.conf\nunqualified-search-registries = [');
    expect(stdout).toContain('    pull-from-mirror = "digest-only"\n');
    expect(stderr).toContain('--release-image');
  });

  it('says what a release does not read, and writes or compares where that is asked', async () => {
    const cwd = folderWith({
      'all.yaml': `${image}---\n${mirrors}`,
      'root/etc/containers/registries.conf': "unqualified-search-registries = ['docker.io']\n",
    });
    const old = await mirrorwright(
      ['preview', 'all.yaml', '--target', 'openshift@4.12', '--out', 'out', '--quiet'],
      { cwd },
    );
    expect(old.stderr).toContain('openshift@4.12 does not read ImageDigestMirrorSet quay');
    expect(readFileSync(join(cwd, 'out/etc/containers/registries.conf'), 'utf8')).not.toContain('quay');
    const diff = await mirrorwright(
      ['preview', 'all.yaml', '--target', 'openshift@5.1', '--diff', '--root', 'root', '--quiet'],
      { cwd },
    );
    expect(diff.stdout).toContain("-unqualified-search-registries = ['docker.io']");
    expect(diff.stderr).toContain('/etc/containers/registries.conf: the nodes are drained');
  });

  it('fails where the sync fails, in the words of the operator', async () => {
    const wrong = mirrors.replace('source: quay.io', 'source: quay.io:latest');
    const { code, stderr } = await mirrorwright(['preview', 'a.yaml', '--target', 'openshift@4.18'], {
      cwd: folderWith({ 'a.yaml': wrong }),
    });
    expect(code).toBe(1);
    expect(stderr).toContain('invalid format for source "quay.io:latest"');
  });

  it.each([
    ['a list that does not end', image.replace(':5000]', ''), 'a.yaml:7 Flow sequence'],
    ['a tab as indentation', image.replace('    insecure', '\tinsecure'), 'a.yaml:6 Tabs'],
    [
      'a key that stands there twice',
      `${image}    insecureRegistries: [other.example]\n`,
      'a.yaml:7 the key "insecureRegistries"',
    ],
    [
      'aliases that multiply',
      `a: &a [${'x,'.repeat(400)}]\nb: &b [${'*a,'.repeat(400)}]\nc: [${'*b,'.repeat(9)}]\n${image}`,
      'a.yaml:2 aliases make this document larger',
    ],
    ['nesting without end', `${image}x: ${'['.repeat(1100)}`, 'a.yaml:7 nested deeper'],
  ])('makes nothing of a file with %s, whatever is asked of it', async (_, text, place) => {
    const cwd = folderWith({ 'a.yaml': text, 'good.yaml': mirrors });
    const target = ['--target', 'openshift@4.16'];
    const runs = await Promise.all(
      [
        ['preview', 'a.yaml', 'good.yaml'],
        ['preview', '.'],
        ['preview', 'good.yaml', '--before', 'a.yaml'],
        ['convert', 'a.yaml', '--to', 'mirror-policy', '--out', 'out'],
        ['convert', 'a.yaml', 'good.yaml', '--to', 'openshift@4.12', '--out', 'out'],
        ['explain', 'quay.io/a/b', 'a.yaml'],
      ].map((args) => mirrorwright([...args, ...target], { cwd })),
    );
    for (const { code, stdout, stderr } of runs) {
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain(`mirrorwright: ${place}`);
    }
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it('reads a dump of a cluster, whatever else lies in it', async () => {
    const dump = folderWith({
      'dump/cluster-scoped-resources/config.openshift.io/images.yaml':
        'apiVersion: config.openshift.io/v1\nkind: ImageList\nitems:\n- metadata: {name: cluster}\n  spec: {registrySources: {insecureRegistries: [registry.lab.example:5000]}}\n',
      'dump/idms.yaml': mirrors,
      'dump/namespaces/a/core/events.yaml': 'kind: EventList\nitems: []\n',
      'dump/namespaces/a/core/broken.yaml': 'a: [\n',
      'dump/namespaces/a/a.log': 'x',
    });
    const target = ['--target', 'openshift@4.16'];
    for (const args of [
      ['preview', 'dump'],
      ['explain', 'quay.io/acme/web:1', 'dump'],
      ['convert', 'dump', '--to', 'mirror-policy'],
    ]) {
      const { code, stdout } = await mirrorwright([...args, ...target], { cwd: dump });
      expect(stdout).toContain('quay.io');
      expect(code).toBe(0);
    }
  });

  it('passes no command to the terminal that stands in a name', async () => {
    const named = mirrors.replace('name: quay', 'name: "\\e[31mred"');
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cas, namespace: openshift-config}\ndata: {"\\e[2J": x}\n';
    const trusting = image.replace(
      '  registrySources',
      '  additionalTrustedCA: {name: cas}\n  registrySources',
    );
    const cwd = folderWith({ 'a.yaml': `${named}---\n${trusting}---\n${map}` });
    const { stdout, stderr } = await mirrorwright(['preview', 'a.yaml', '--target', 'openshift@4.12'], {
      cwd,
    });
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stderr).toContain('ImageDigestMirrorSet \\x1b[31mred');
    expect(stdout).toContain('certs.d/\\x1b[2J/ca.crt');
  });

  it('shows and writes no private key that a config map of certificates holds', async () => {
    const pem = (kind: string, body: string): string =>
      `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
    const text = `${pem('CERTIFICATE', 'AAAA')}${pem('PRIVATE KEY', 'c2VjcmV0')}`;
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cas, namespace: openshift-config}\ndata:\n  a.example: ${JSON.stringify(text)}\n  b.example: ${Buffer.from(text).toString('base64')}\n`;
    const trusting = image.replace(
      '  registrySources',
      '  additionalTrustedCA: {name: cas}\n  registrySources',
    );
    const cwd = folderWith({
      'all.yaml': `${trusting}---\n${map}`,
      'root/etc/docker/certs.d/a.example/ca.crt': pem('RSA PRIVATE KEY', 'c2VjcmV0'),
    });
    for (const args of [[], ['--diff', '--root', 'root'], ['--out', 'out']]) {
      const { stdout, stderr } = await mirrorwright(
        ['preview', 'all.yaml', '--target', 'openshift@4.16', ...args],
        { cwd },
      );
      expect(stdout + stderr).not.toContain('c2Vj');
      expect(stderr).toContain('warning: a.example of the config map holds a private key');
      if (args[0] !== '--out') expect(stdout).toContain('AAAA');
    }
    const written = readFileSync(join(cwd, 'out/etc/docker/certs.d/b.example/ca.crt'), 'utf8');
    expect(written).toContain('AAAA');
    expect(written).not.toContain('c2Vj');
  });

  it('takes a named file for what it holds, and says of one that holds nothing', async () => {
    const cwd = folderWith({ idms: mirrors, 'values.yaml': 'a: 1\n', 'empty.yaml': '' });
    const args = ['preview', 'idms', 'values.yaml', '--target', 'openshift@4.16'];
    const { code, stdout, stderr } = await mirrorwright(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('cache.corp.example/quay');
    expect(stderr).toContain('note: values.yaml holds no resource');
    const nothing = await mirrorwright(['preview', 'empty.yaml', '--target', 'openshift@4.16'], { cwd });
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('operator.openshift.io in empty.yaml');
  });

  it('fails where the nodes refuse the files', async () => {
    const wrong = image.replace('registry.lab.example:5000', '"https://registry.lab.example"');
    const { code, stderr } = await mirrorwright(
      ['preview', 'a.yaml', '--target', 'openshift@4.18', '--quiet'],
      { cwd: folderWith({ 'a.yaml': wrong }) },
    );
    expect(code).toBe(1);
    expect(stderr).toContain('URI schemes are not supported');
  });

  it.each([
    [['--target', 'openshift@4.9'], 'openshift@4.11 to openshift@5.2'],
    [['--target', 'openshift@4.16', '--target', 'podman@5.8'], 'and alone'],
  ])('%j is wrong usage', async (flags, message) => {
    const { code, stderr } = await mirrorwright(['preview', 'a.yaml', ...flags], {
      cwd: folderWith({ 'a.yaml': image }),
    });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('and explain follows an image through them, with the lines of the resources', async () => {
    const cwd = folderWith({ 'dump/image.yaml': image, 'dump/idms.yaml': mirrors });
    const reference = `quay.io/acme/web@sha256:${'0'.repeat(64)}`;
    const { code, stdout } = await mirrorwright(
      ['explain', reference, 'dump', '--target', 'openshift@4.16'],
      {
        cwd,
      },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('https://cache.corp.example/v2/quay/acme/web/manifests/sha256:');
    expect(stdout).toContain('dump/idms.yaml:6');
  });

  it('and lint judges them together, across files', async () => {
    const lists = image.replace(
      'insecureRegistries',
      'allowedRegistries: [quay.io, registry.redhat.io, "image-registry.openshift-image-registry.svc:5000"]\n    insecureRegistries',
    );
    const cwd = folderWith({ 'a.yaml': lists, 'b.yaml': mirrors });
    const { code, stdout } = await mirrorwright(['lint', '.', '--target', 'openshift@4.16'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('a.yaml:7:26 error MW804');
    expect((await mirrorwright(['fix', 'a.yaml', '--target', 'openshift@4.16'], { cwd })).stdout).toContain(
      'MW804',
    );
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toContain('svc:5000", registry.lab.example:5000]');
  });

  it('makes the resources of a mirror policy, and shows them with the files of the nodes', async () => {
    const cwd = folderWith({
      'mirror-policy.yaml':
        'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: cache.corp.example/quay, pull: digest}]\naliases: {web: quay.io/acme/web}\n',
    });
    const args = ['preview', 'mirror-policy.yaml', '--target', 'openshift@4.18', '--quiet'];
    const { code, stdout, stderr } = await mirrorwright(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(
      '# ---- cluster-resources/imagedigestmirrorset.yaml\napiVersion: config.openshift.io/v1',
    );
    expect(stdout).toContain('    pull-from-mirror = "digest-only"');
    expect(stderr).toContain('not expressible for openshift@4.18: aliases');
    await mirrorwright([...args, '--out', 'out'], { cwd });
    expect(readFileSync(join(cwd, 'out/cluster-resources/imagedigestmirrorset.yaml'), 'utf8')).toContain(
      'quay.io',
    );
    expect(
      (await mirrorwright(['lint', 'out/cluster-resources', '--target', 'openshift@4.18'], { cwd })).code,
    ).toBe(0);
  });

  it('shows certificates also while the sync fails, and names what is beside them', async () => {
    const wrong = mirrors.replace('source: quay.io', 'source: quay.io:latest');
    const trust = (name: string) =>
      `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {additionalTrustedCA: {name: ${name}}}\n`;
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cas, namespace: openshift-config}\ndata:\n  m.example..5000: |\n    PEM\n  other.example: /wD/\n';
    const machine =
      'apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfig\nmetadata:\n  name: 99-zz\n  labels: {machineconfiguration.openshift.io/role: worker}\nspec:\n  config:\n    storage:\n      files: [{path: /etc/containers/registries.conf}]\n';
    const cwd = folderWith({
      'bad.yaml': `${wrong}---\n${trust('cas')}---\n${map}`,
      'good.yaml': `${mirrors}---\n${trust('none')}---\n${machine}`,
      'root/etc/docker/certs.d/m.example:5000/ca.crt': 'OLD\n',
      'root/etc/containers/registries.conf': '',
    });
    const target = ['--target', 'openshift@4.16', '--quiet'];
    const bad = await mirrorwright(['preview', 'bad.yaml', ...target], { cwd });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('# ---- /etc/docker/certs.d/m.example:5000/ca.crt\nPEM\n');
    expect(bad.stderr).toContain('under other.example is in binary form');
    const diff = await mirrorwright(['preview', 'bad.yaml', ...target, '--diff', '--root', 'root'], { cwd });
    expect(diff.stdout).toContain('-OLD\n+PEM\n');
    expect(diff.stdout).not.toContain('registries.conf');
    expect(diff.stderr).toContain('certs.d/m.example:5000/ca.crt: nothing happens to the nodes');
    const good = await mirrorwright(['preview', 'good.yaml', ...target], { cwd });
    expect(good.stderr).toContain('openshift-config/none is not among the files');
    expect(good.stderr).toContain(
      'MachineConfig 99-zz writes /etc/containers/registries.conf as well, and the last by name wins: 99-zz',
    );
  });
});

describe('the change that resources bring to a cluster', () => {
  const target = ['--target', 'openshift@4.16', '--quiet'];

  it('is told file by file, with what it does to nodes', async () => {
    const cwd = folderWith({ 'now/image.yaml': image, 'new.yaml': mirrors });
    const { code, stdout, stderr } = await mirrorwright(
      ['preview', 'new.yaml', '--before', 'now', ...target],
      {
        cwd,
      },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('+    location = "cache.corp.example/quay"');
    expect(stdout).not.toMatch(/^[-+].*registry\.lab\.example/m);
    expect(stderr).toContain('/etc/containers/registries.conf: CRI-O is reloaded');
  });

  it('is not made up where the sync fails already', async () => {
    const broken = mirrors.replace('source: quay.io', 'source: quay.io:latest');
    const cwd = folderWith({ 'now.yaml': broken, 'new.yaml': mirrors });
    const { code, stdout, stderr } = await mirrorwright(
      ['preview', 'new.yaml', '--before', 'now.yaml', ...target],
      { cwd },
    );
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('the sync fails before the change');
  });

  it('is asked for in one way at a time', async () => {
    const cwd = folderWith({ 'new.yaml': mirrors });
    for (const options of [
      ['--before', 'new.yaml', '--out', 'x', ...target],
      ['--before', 'new.yaml', '--diff', '--root', '.', ...target],
      ['--before', 'new.yaml', '--target', 'podman@5.4'],
    ])
      expect((await mirrorwright(['preview', 'new.yaml', ...options], { cwd })).code).toBe(2);
    const missing = await mirrorwright(['preview', 'new.yaml', '--before', 'none', ...target], { cwd });
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('none does not exist')]);
  });
});

describe('converting for OpenShift', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

  it('puts the certificates of a file, and nothing else of it, into the config map', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    const cwd = folderWith({ 'ca.pem': `${key}${certificate}`, 'key.pem': key });
    const ask = (file: string) =>
      mirrorwright(['convert', '--ca', `m.example:5000=${file}`, '--to', 'openshift@4.16'], { cwd });
    const { code, stdout, stderr } = await ask('ca.pem');
    expect(code).toBe(0);
    expect(stdout).toContain('additionalTrustedCA');
    expect(stdout).toContain('  m.example..5000: |\n    -----BEGIN CERTIFICATE-----\n');
    expect(stdout + stderr).not.toContain('c2VjcmV0');
    const refused = await ask('key.pem');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('key.pem holds no certificate in PEM form');
  });

  it('says which option belongs to which goal', async () => {
    const cwd = folderWith({ 'a.yaml': mirrors, 'ca.pem': certificate });
    for (const [options, text] of [
      [
        ['--to', 'pull-secret', '--ca', 'a.example=ca.pem'],
        '--ca is for --to openshift@X or install-config@X',
      ],
      [['--to', 'podman@5.4', '--tags'], '--tags is for --to openshift@X'],
      [['--to', 'openshift@4.16', '--operator', 'x'], '--operator is for --to imageset-config@X'],
      [['--to', 'openshift@4.16', '--ca', '$(id)=ca.pem'], 'neither a registry'],
      [['--to', 'install-config'], 'needs a release'],
    ] as const) {
      const { code, stderr } = await mirrorwright(['convert', 'a.yaml', ...options], { cwd });
      expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
    }
    const bare = await mirrorwright(['convert', '--to', 'openshift@4.16'], { cwd });
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('name the files')]);
  });
});
