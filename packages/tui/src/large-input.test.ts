import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, folderWith, mirrorwright } from './testing/run.ts';

const table = '[[registry]]\nlocation = "quay.corp.example"\nblocked = "yes"\n';
const filler = '# nothing to see here\n'.repeat(30_000);

describe('a large file', () => {
  it('is judged as a small one, with the same exit code', async () => {
    const cwd = folderWith({ 'small.conf': table, 'large.conf': table + filler });
    const [small, large] = await Promise.all(
      ['small.conf', 'large.conf'].map((name) => mirrorwright(['lint', name], { cwd })),
    );
    expect(large!.code).toBe(small!.code);
    expect(small!.stdout).toContain('small.conf:3:');
    expect(large!.stdout.replaceAll('large.conf', 'small.conf')).toBe(small!.stdout);
  });

  it('below a root too', async () => {
    const cwd = folderWith({ 'root/etc/containers/registries.conf': table + filler });
    const { code, stdout } = await mirrorwright(['lint', '--root=root'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('etc/containers/registries.conf:3:');
  });

  it('starts the process anew with the flags it was given, once', () => {
    const cwd = folderWith({ 'large.conf': filler });
    const preload = join(cwd, 'count.cjs');
    const counting = `process.stderr.write('start ' + process.execArgv.filter((flag) => flag.includes('size')).length + '\\n');`;
    spawnSync('sh', ['-c', 'cat > "$1"', 'sh', preload], { input: counting });
    const { stderr, status } = spawnSync(
      process.execPath,
      ['--require', preload, command, 'lint', 'large.conf'],
      { cwd, encoding: 'utf8', env: { PATH: process.env.PATH } },
    );
    expect(stderr).toBe('start 0\nstart 2\n');
    expect(status).toBe(0);
  });
});

it('the language server starts anew with the same flags, once, and answers', () => {
  const cwd = folderWith({});
  const preload = join(cwd, 'count.cjs');
  const counting = `process.stderr.write('start ' + process.execArgv.filter((flag) => flag.includes('size')).length + '\\n');`;
  spawnSync('sh', ['-c', 'cat > "$1"', 'sh', preload], { input: counting });
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'shutdown' });
  const exit = JSON.stringify({ jsonrpc: '2.0', method: 'exit' });
  const { stderr } = spawnSync(process.execPath, ['--require', preload, command, 'lsp'], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
    input: [body, exit].map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`).join(''),
  });
  expect(stderr).toContain('start 0\nstart 2\n');
});
