import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const image =
  'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources:\n    insecureRegistries: [registry.lab.example:5000]\n';
const mirrors =
  'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: quay}\nspec:\n  imageDigestMirrors:\n  - source: quay.io\n    mirrors: [cache.corp.example/quay]\n';

describe('resources that are not as they should be', () => {
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
});
