import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const mirrored =
  '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/quay"\n';

describe('lint', () => {
  it('judges a root as its reader sees it', async () => {
    const root = folderWith({
      'etc/containers/registries.conf': mirrored,
      'etc/containers/registries.conf.d/10-site.conf': '[[registry]]\nlocation = "quay.io"\n',
    });
    const { stdout } = await mirrorwright(['lint', '--root', root, '--format', 'json']);
    const { findings } = JSON.parse(stdout);
    expect(findings.map(({ code }: { code: string }) => code)).toContain('MW021');
    expect(findings[0].path).toMatch(/^etc\/containers\//);
  });

  it('gives one finding for several targets, and names them', async () => {
    const cwd = folderWith({ 'registries.conf': '[[registry]]\nlocation = "https://quay.io"\n' });
    const args = [
      'lint',
      'registries.conf',
      '--target',
      'podman@5.4',
      '--target',
      'cri-o@1.33',
      '--format',
      'json',
    ];
    const findings = JSON.parse((await mirrorwright(args, { cwd })).stdout).findings.filter(
      ({ fatal }: { fatal: boolean }) => fatal,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0].targets).toEqual(['podman@5.4', 'cri-o@1.33']);
  });

  it('takes patterns that the shell did not expand', async () => {
    const cwd = folderWith({ 'a/registries.conf': mirrored, 'b/registries.conf': mirrored });
    const { stdout } = await mirrorwright(['lint', '*/registries.conf', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).files).toHaveLength(2);
  });

  it('reads thousands of files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`n${index}/registries.conf`, mirrored]),
    );
    const { code, stdout } = await mirrorwright(['lint', '.', '--format', 'json'], {
      cwd: folderWith(files),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files).toHaveLength(3000);
  });

  it('fails at the level that is asked for', async () => {
    const cwd = folderWith({
      'registries.conf': 'unqualified-search-registries = ["docker.io", "quay.io"]\n',
    });
    expect((await mirrorwright(['lint', 'registries.conf'], { cwd })).code).toBe(0);
    expect((await mirrorwright(['lint', 'registries.conf', '--fail-on', 'info'], { cwd })).code).toBe(1);
  });
});

describe('fix', () => {
  const broken = '# mine\n[[registry]]\nlocation = "quay.io"\n\nshort-name-mode = "enforcing"\n';

  it('shows the change and writes nothing with --diff', async () => {
    const cwd = folderWith({ 'registries.conf': broken });
    const { stdout } = await mirrorwright(['fix', 'registries.conf', '--diff'], { cwd });
    expect(stdout).toContain('-short-name-mode');
    expect(readFileSync(join(cwd, 'registries.conf'), 'utf8')).toBe(broken);
  });

  it('writes what is safe, and a second run changes nothing', async () => {
    const cwd = folderWith({ 'registries.conf': broken });
    await mirrorwright(['fix', 'registries.conf'], { cwd });
    const once = readFileSync(join(cwd, 'registries.conf'), 'utf8');
    expect(once).toContain('# mine');
    expect(once.indexOf('short-name-mode = "enforcing"')).toBeLessThan(once.indexOf('[[registry]]'));
    const again = await mirrorwright(['fix', 'registries.conf'], { cwd });
    expect(again.stdout).toContain('0 fixes in 0 files');
    expect(readFileSync(join(cwd, 'registries.conf'), 'utf8')).toBe(once);
  });
});

describe('explain', () => {
  it('says that a folder holds nothing to explain by', async () => {
    const cwd = folderWith({ 'empty/notes.txt': 'x' });
    const { code, stdout, stderr } = await mirrorwright(['explain', 'quay.io/acme/web:1', 'empty'], { cwd });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^mirrorwright: empty: no file to explain by/);
  });

  it('answers as the contract says', async () => {
    const cwd = folderWith({ 'registries.conf': mirrored });
    const { code, stdout } = await mirrorwright(
      ['explain', 'quay.io/acme/web:1', 'registries.conf', '--format', 'json'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      reference: { input: 'quay.io/acme/web:1', canonical: 'quay.io/acme/web:1', kind: 'tag' },
      target: 'podman@5.8',
      matched: { prefix: 'quay.io', path: 'registries.conf', line: 1 },
      candidates: [
        {
          order: 1,
          reference: 'cache.corp.example/quay/acme/web:1',
          location: 'cache.corp.example/quay',
          insecure: false,
          primary: false,
          skipped: null,
          url: 'https://cache.corp.example/v2/quay/acme/web/manifests/1',
          because: { path: 'registries.conf', line: 3, text: 'first mirror of quay.io' },
        },
        { order: 2, reference: 'quay.io/acme/web:1', primary: true },
      ],
      verdict: 'ok',
      error: null,
    });
  });

  it('fails for a file that its reader refuses, with the reason', async () => {
    const cwd = folderWith({ 'registries.conf': '[[registry]]\nprefix = "x"\n' });
    const { code, stdout } = await mirrorwright(['explain', 'quay.io/a/b', 'registries.conf'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('load-error');
    expect(stdout).toContain('registries.conf:2');
  });
});

describe('preview and convert', () => {
  const policy =
    'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.corp.example/quay\n';

  it('preview prints the files of a policy', async () => {
    const { code, stdout } = await mirrorwright(['preview', 'mirror-policy.yaml'], {
      cwd: folderWith({ 'mirror-policy.yaml': policy }),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('/etc/containers/registries.conf.d/50-mirrors.conf');
    expect(stdout).toContain('location = "cache.corp.example/quay"');
  });

  it('preview --out writes them below a folder', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy });
    const { code } = await mirrorwright(['preview', 'mirror-policy.yaml', '--out', 'out'], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'out/etc/containers/registries.conf.d/50-mirrors.conf'), 'utf8')).toContain(
      'quay.io',
    );
  });

  it('preview --diff compares with a root', async () => {
    const cwd = folderWith({ 'mirror-policy.yaml': policy, 'root/etc/containers/registries.conf': '' });
    const { code, stdout } = await mirrorwright(
      ['preview', 'mirror-policy.yaml', '--diff', '--root', 'root'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\+location = "cache\.corp\.example\/quay"$/m);
  });

  it('convert makes a policy of files, and files of that policy again', async () => {
    const cwd = folderWith({ 'registries.conf': mirrored });
    const { stdout } = await mirrorwright(['convert', 'registries.conf', '--to', 'mirror-policy'], { cwd });
    expect(stdout).toContain('location: cache.corp.example/quay');
    const back = await mirrorwright(['convert', 'mirror-policy.yaml', '--to', 'podman@5.4'], {
      cwd: folderWith({ 'mirror-policy.yaml': stdout }),
    });
    expect(back.stdout).toContain('location = "cache.corp.example/quay"');
    expect(back.code).toBe(0);
  });
});

describe('rules and completion', () => {
  it('every rule of the list has a page', async () => {
    const { stdout } = await mirrorwright(['rules']);
    const codes = stdout.split('\n').flatMap((line) => /^MW\d{3}/.exec(line)?.[0] ?? []);
    expect(codes.length).toBeGreaterThan(40);
    const page = await mirrorwright(['rules', codes.at(-1)!]);
    expect(page.stdout).toContain('## How to fix');
  });

  it.each(['bash', 'zsh', 'fish'])('completion for %s names every command', async (shell) => {
    const { stdout } = await mirrorwright(['completion', shell]);
    for (const name of ['init', 'lint', 'fix', 'explain', 'preview', 'convert', 'rules'])
      expect(stdout).toContain(name);
    expect(stdout).toContain('openshift@4.16');
  });

  it.each([
    ['lint --target op', ['openshift', 'openshift@4.11', 'openshift@5.2']],
    // the part before @ is a word of its own for bash, and stays as it is
    ['lint --target openshift@4.2', ['4.20', '4.21', '4.22', '4.23']],
    ['convert policy.yaml --to inst', ['install-config']],
    ['explain x --format j', ['json']],
    ['lint --format j', ['json', 'jsonl', 'junit']],
    ['preview --bef', ['--before']],
    ['lint regis', []],
  ])('completion for bash offers what fits: %s', async (words, wanted) => {
    const { stdout } = await mirrorwright(['completion', 'bash']);
    const line = `mirrorwright ${words}`;
    const list = line.split(/[ @]/).map((word) => `'${word}'`);
    const script = `${stdout}
COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(${list.join(' ')}) COMP_CWORD=${list.length - 1}
_mirrorwright
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const offered = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
    expect(offered).toEqual(expect.arrayContaining(wanted));
    if (wanted.length === 0 || words.includes('@')) expect(offered).toEqual(wanted);
  });
});
