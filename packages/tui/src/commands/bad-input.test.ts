import { spawn, spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, folderWith, mirrorwright } from '../testing/run.ts';

const sound =
  '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/quay"\n';

describe('input that cannot be judged', () => {
  it('a missing file is named, the others are still judged, and the exit code is 1', async () => {
    const cwd = folderWith({ 'registries.conf': sound });
    const { code, stdout } = await mirrorwright(['lint', 'missing.conf', 'registries.conf'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('missing.conf does not exist');
    expect(stdout).toContain('in 1 file');
  });

  it('a link to itself is unreadable', async () => {
    const cwd = folderWith({});
    symlinkSync('self.conf', join(cwd, 'self.conf'));
    const { code, stdout } = await mirrorwright(['lint', 'self.conf'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('symbolic links form a loop');
  });

  it('a folder whose links lead back to it is walked once', async () => {
    const cwd = folderWith({ 'a/registries.conf': sound });
    symlinkSync('../a', join(cwd, 'a/again'));
    const { code, stdout } = await mirrorwright(['lint', '.', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files).toHaveLength(1);
  });

  it.each([
    ['a binary file', new Uint8Array([1, 0, 2]), 'is a binary file'],
    ['invalid UTF-8', new Uint8Array([0x61, 0xff, 0x62]), 'is not valid UTF-8 (at byte 1)'],
  ])('%s is told', async (_, content, words) => {
    const cwd = folderWith({ 'registries.conf': content });
    const { code, stdout } = await mirrorwright(['lint', 'registries.conf'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(words);
  });

  it('a file of 100 MB is skipped with the reason', async () => {
    const cwd = folderWith({});
    const file = openSync(join(cwd, 'registries.conf'), 'w');
    ftruncateSync(file, 100 * 1024 * 1024);
    closeSync(file);
    const { code, stdout } = await mirrorwright(['lint', 'registries.conf', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).files).toMatchObject([
      { status: 'skipped', reason: expect.stringContaining('larger than 32 MB') },
    ]);
  });

  it('an empty file is a sound registries.conf', async () => {
    const cwd = folderWith({ 'registries.conf': '' });
    expect((await mirrorwright(['lint', 'registries.conf'], { cwd })).code).toBe(0);
  });

  it('a file of another format under the name is left alone, and says so', async () => {
    const cwd = folderWith({ 'registries.conf': '[main]\nurl=file:///srv\n' });
    const { code, stdout } = await mirrorwright(['lint', 'registries.conf'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('left alone registries.conf: the name of a registries.conf, but another format');
  });

  it('control characters of a file never reach the terminal', async () => {
    const cwd = folderWith({ 'registries.conf': '[[registry]]\nlocation = "\u001b[31mred"\n' });
    const { stdout } = await mirrorwright(['lint', 'registries.conf'], { cwd });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('\\x1b');
  });

  it('a name with shell characters and line ends is a name', async () => {
    const name = '$(touch x);`id`\n.conf';
    const cwd = folderWith({ [name]: '[[registry]]\nlocation = "https://quay.io"\n' });
    const { code, stdout } = await mirrorwright(['lint', name, '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings[0].path).toBe(name);
  });

  it('keys such as __proto__ are data', async () => {
    const cwd = folderWith({
      'registries.conf': '__proto__ = 1\n[constructor]\nx = 1\n[aliases]\n__proto__ = "quay.io/a/b"\n',
    });
    const { code, stdout, stderr } = await mirrorwright(['lint', 'registries.conf', '--format', 'json'], {
      cwd,
    });
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.map(({ code: found }: { code: string }) => found)).toContain('MW110');
  });
});

describe('wrong usage', () => {
  it.each([
    ['an unknown target', ['lint', '--target', 'podmna', '.'], 'did you mean podman?'],
    ['a version that is none', ['lint', '--target', 'podman@latest', '.'], '"latest" is not a version'],
    ['a version that is too old', ['lint', '--target', 'podman@0.1', '.'], 'too old'],
    ['a root beside paths', ['lint', '--root', '/', 'x'], 'exclude each other'],
    ['a user without root', ['lint', '--user', 'alice', '.'], '--user needs --root'],
    ['two formats for stdout', ['lint', '--format', 'json', '--format', 'text', '.'], 'only one format'],
    ['an unknown format', ['lint', '--format', 'jsn', '.'], 'unknown format "jsn"'],
    ['an unknown command', ['lnt'], 'Did you mean lint?'],
    ['an unknown option', ['lint', '--formt', 'json'], 'Did you mean --format?'],
    ['an unknown level', ['lint', '--fail-on', 'fatal', '.'], 'Allowed choices'],
    ['an unknown rule', ['rules', 'mirror-without-locaton'], 'did you mean mirror-without-location?'],
    ['diff without root', ['preview', '--diff', 'mirror-policy.yaml'], 'go together'],
  ])('%s ends with 2 and the next step', async (_, args, words) => {
    const { code, stderr, stdout } = await mirrorwright(args, { cwd: folderWith({}) });
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('no command without a terminal prints the usage', async () => {
    const { code, stderr } = await mirrorwright([]);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: mirrorwright');
  });

  it('a mistake in mirrorwright.toml is told with its place', async () => {
    const cwd = folderWith({ 'mirrorwright.toml': '[rules]\nMW999 = "off"\n', 'registries.conf': sound });
    const { code, stderr } = await mirrorwright(['lint', 'registries.conf'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/mirrorwright\.toml:2:1 /);
  });
});

describe('streams', () => {
  it('standard input is judged under the name it is given', async () => {
    const { code, stdout } = await mirrorwright(
      ['lint', '-', '--stdin-path', 'etc/containers/registries.conf', '--format', 'json'],
      {
        stdin: 'location = 1\n[[registry]]\nlocation = "https://quay.io"\n',
      },
    );
    expect(code).toBe(1);
    expect(
      JSON.parse(stdout).findings.every(
        ({ path }: { path: string }) => path === 'etc/containers/registries.conf',
      ),
    ).toBe(true);
  });

  it('a reader that is gone before the help is written is no error', () => {
    const script = `"$0" "$1" --help | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, command], {
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['0\n', '']);
  });

  it('a reader that closes stdout early ends the output quietly', async () => {
    const tables = Array.from(
      { length: 5000 },
      (_, index) => `[[registry]]\nlocation = "https://r${index}.corp.example"\n`,
    );
    const cwd = folderWith({ 'registries.conf': tables.join('') });
    const child = spawn(process.execPath, [command, 'lint', 'registries.conf'], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.on('close', done));
    expect(stderr).toBe('');
    expect([0, 1]).toContain(code);
  });

  it('formats go to files, in pairs', async () => {
    const cwd = folderWith({ 'registries.conf': '[[registry]]\nlocation = "https://quay.io"\n' });
    const args = [
      'lint',
      'registries.conf',
      '--format',
      'sarif',
      '--output',
      'a.sarif',
      '--format',
      'jsonl',
      '--output',
      'b.jsonl',
    ];
    const { code, stdout } = await mirrorwright(args, { cwd });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(JSON.parse(readFileSync(join(cwd, 'b.jsonl'), 'utf8').split('\n')[0]!).code).toMatch(/^MW/);
  });

  it('colour is asked for by FORCE_COLOR and refused by NO_COLOR', async () => {
    const cwd = folderWith({ 'registries.conf': '[[registry]]\nlocation = "https://quay.io"\n' });
    const colored = await mirrorwright(['lint', 'registries.conf'], { cwd, env: { FORCE_COLOR: '1' } });
    const plain = await mirrorwright(['lint', 'registries.conf'], {
      cwd,
      env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    });
    expect(colored.stdout).toContain('\u001b[31m');
    expect(plain.stdout).not.toContain('\u001b');
  });
});
