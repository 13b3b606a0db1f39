import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const mirrors =
  'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: quay}\nspec:\n  imageDigestMirrors:\n  - source: quay.io\n    mirrors: [cache.corp.example/quay]\n';

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
