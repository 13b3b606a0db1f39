import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeScript } from '../generated/node-script.ts';

const folder = join(import.meta.dirname, 'script');
const text = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('');
const place = mkdtempSync(join(tmpdir(), 'mirrorwright-script-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** Runs a line with all functions of the script at hand. */
function run(line: string): string {
  const { stdout, stderr } = spawnSync('sh', ['-c', `${text}\n${line}`, 'sh', 'nothing'], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe("the node's script", () => {
  it.skipIf(!has('shellcheck'))('passes shellcheck', () => {
    const args = ['-s', 'sh', '-S', 'warning', '-e', 'SC2034,SC2154', '-'];
    expect(spawnSync('shellcheck', args, { input: text, encoding: 'utf8' }).stdout).toBe('');
  });

  it.each([
    ['sh', '-n'],
    ['busybox', 'sh', '-n'],
  ])('is read by %s %s', (...command) => {
    if (!has(command[0]!)) return;
    const [program, ...args] = command;
    expect(spawnSync(program!, [...args, '-c', nodeScript], { encoding: 'utf8' }).stderr).toBe('');
  });

  it('is small enough for one argument of a program', () => {
    expect(Buffer.byteLength(nodeScript)).toBeLessThan(100_000);
  });

  it('resolves links as the system does, also where the last parts are missing', () => {
    mkdirSync(join(place, 'real'));
    writeFileSync(join(place, 'real/file'), '');
    symlinkSync('real', join(place, 'folder'));
    symlinkSync('../folder/file', join(place, 'real/link'));
    symlinkSync('loop', join(place, 'loop'));
    const resolve = (path: string): string => run(`mw_resolve ${place}/${path} && printf %s "$mw_value"`);
    expect(resolve('folder/link')).toBe(`${place}/real/file`);
    expect(resolve('folder/none/x')).toBe(`${place}/real/none/x`);
    expect(resolve('loop')).toBe('');
    expect(resolve('real/file/x')).toBe('');
  });

  it('measures the lease on a clock that only counts up', () => {
    const [first, second] = run('mw_uptime; echo $mw_value; sleep 0.02; mw_uptime; echo $mw_value')
      .split('\n')
      .map(Number);
    expect(second! - first!).toBeGreaterThan(0);
    expect(first!).toBeGreaterThan(100);
  });

  it('tells from the words of a program why it failed', () => {
    const kind = (said: string): string => run(`mw_said='${said}'; mw_fail_said x; printf %s "$mw_kind"`);
    expect(kind('cat: write error: No space left on device')).toBe('no-space');
    expect(kind('mv: cannot move: Read-only file system')).toBe('read-only');
    expect(kind('rm: Operation not permitted')).toBe('permission');
    expect(kind('something')).toBe('other');
  });

  it('adds up the space that is needed', () => {
    expect(
      run(`mw_needs=; mw_need 5000 ${place}/a/b; mw_need 1 ${place}; mw_need 1 /proc; echo "$mw_needs"`),
    ).toMatch(/^ 20:[=%~]\S+ 8:=\/proc\n$/);
    const enough = (bytes: number): string =>
      run(`mw_needs=; mw_need 1 /; mw_need ${bytes} ${place}; mw_enough && echo yes; echo "$mw_kind"`);
    expect(enough(1)).toBe('yes\n\n');
    expect(enough(2 ** 60)).toBe('no-space\n');
  });

  it('hashes many files at a time, whatever they are and are called', () => {
    mkdirSync(join(place, 'hashed'));
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const names = ['a b', 'back\\slash', 'line\nend', '-n'];
    for (const name of names) writeFileSync(join(place, 'hashed', name), name);
    symlinkSync('a b', join(place, 'hashed/link'));
    const all = ['link', ...names, 'none', '.'].map((name) => `'${join(place, 'hashed')}/${name}'`);
    const wanted = ['?', ...names.map(hash), '-', '?'].join(' ');
    expect(run(`mw_sha ${all.join(' ')}; printf %s "$mw_value"`)).toBe(wanted);
    const few = all.filter((name) => !/[\\\n]/.test(name));
    const fewer = ['?', hash('a b'), hash('-n'), '-', '?'].join(' ');
    expect(run(`mw_sha ${few.join(' ')}; printf %s "$mw_value"`)).toBe(fewer);
  });
});
