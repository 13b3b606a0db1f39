import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const policy =
  'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.corp.example/quay\n';

describe('the wizard without questions', () => {
  it('prints the files of given answers', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy });
    const { code, stdout } = await mirrorwright(['init', '--answers', 'mirror-policy.yaml', '--no-input'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('location = "cache.corp.example/quay"');
  });

  it('takes the answers from standard input, and gives them back', async () => {
    const { code, stdout } = await mirrorwright(
      ['init', '--answers', '-', '--print-answers', '--target', 'cri-o@1.33'],
      { stdin: policy },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('cri-o@1.33');
  });

  it('writes below a root with --yes, keeps what it edits as a backup, and has nothing to do a second time', async () => {
    const main = '# kept\n[[registry]]\nlocation = "ghcr.io"\n';
    const cwd = folderWith({
      'mirror-policy.yaml': policy,
      'root/etc/containers/registries.conf': main,
      'root/etc/containers/registries.conf.d/50-mirrors.conf':
        '# by hand\n[[registry]]\nlocation = "quay.io"\n',
    });
    const args = ['init', '--answers', 'mirror-policy.yaml', '--no-input', '--root', 'root', '--yes'];
    expect((await mirrorwright(args, { cwd })).code).toBe(0);
    const folder = join(cwd, 'root/etc/containers/registries.conf.d');
    expect(readFileSync(join(folder, '50-mirrors.conf'), 'utf8')).toContain('# by hand');
    expect(readFileSync(join(folder, '50-mirrors.conf'), 'utf8')).toContain('cache.corp.example/quay');
    expect(readdirSync(folder).some((name) => name.startsWith('50-mirrors.conf.backup-'))).toBe(true);
    expect(readFileSync(join(cwd, 'root/etc/containers/registries.conf'), 'utf8')).toBe(main);
    expect((await mirrorwright(args, { cwd })).stdout).toContain('says it already');
  });

  it('lists all missing answers at once, with both spellings', async () => {
    const { code, stderr } = await mirrorwright(['init', '--answers', '-', '--no-input'], {
      stdin: 'version: 1\n',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('--target');
    expect(stderr).toContain('`upstreams:`');
  });

  it('writes nothing while a rule finds an error', async () => {
    const wrong = policy.replace('cache.corp.example/quay', 'https://cache.corp.example');
    const cwd = folderWith({ 'mirror-policy.yaml': wrong, 'root/keep': '' });
    const { code, stderr } = await mirrorwright(
      ['init', '--answers', 'mirror-policy.yaml', '--no-input', '--root', 'root', '--yes'],
      { cwd },
    );
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was written');
    expect(existsSync(join(cwd, 'root/etc'))).toBe(false);
  });

  it('needs a root to write', async () => {
    expect((await mirrorwright(['init', '--answers', '-', '--yes'], { stdin: policy })).code).toBe(2);
  });
});
