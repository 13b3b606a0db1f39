import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOwnedFolder, removeStale } from './owned-folder.ts';

const source = resolve(import.meta.dirname, 'owned-folder.ts');

describe('folders of a run', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'owned-test-'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  /** A run that makes a folder with a socket in it and waits. */
  async function otherRun(): Promise<{ path: string; kill(): Promise<void> }> {
    const text = `import { makeOwnedFolder } from ${JSON.stringify(source)};
      import { createServer } from 'node:net';
      const path = await makeOwnedFolder(${JSON.stringify(base)}, 'mw-');
      createServer().listen(path + '/ask', () => console.log(path));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    const kill = async (): Promise<void> => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
    return { path: chunk.toString().trim(), kill };
  }

  it('are closed to others and say whose they are', async () => {
    const path = await makeOwnedFolder(base, 'mw-');
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(path, '.owner'), 'utf8')).toMatch(
      new RegExp(`^mirrorwright ${process.pid} \\S+ `),
    );
  });

  it('go away after the run that made them was killed, and not before', async () => {
    const run = await otherRun();
    await removeStale(base, 'mw-');
    expect(existsSync(join(run.path, 'ask'))).toBe(true);
    await run.kill();
    const next = await otherRun();
    expect(existsSync(run.path)).toBe(false);
    await next.kill();
  });

  it('go away when another process has the number of theirs', async () => {
    const own = await makeOwnedFolder(base, 'mw-');
    const mark = readFileSync(join(own, '.owner'), 'utf8').split(' ');
    writeFileSync(join(own, '.owner'), [...mark.slice(0, 2), '1', ...mark.slice(3)].join(' '));
    await removeStale(base, 'mw-');
    // without /proc nobody knows when a process began
    expect(existsSync(own)).toBe(mark[2] === '-');
  });

  it('stay where they are not surely of a dead run of this user', async () => {
    const dead = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' });
    const own = await makeOwnedFolder(base, 'mw-');
    const place = readFileSync(join(own, '.owner'), 'utf8').split(' ').slice(3).join(' ');
    const mark = `mirrorwright ${dead.stdout.trim()} 5 ${place}`;
    const make = (name: string, text: string | undefined, mode = 0o700): string => {
      const path = join(base, name);
      mkdirSync(path);
      if (text !== undefined) writeFileSync(join(path, '.owner'), text);
      chmodSync(path, mode);
      return path;
    };
    const stay = [
      make('mw-nomark', undefined),
      make('mw-others', 'another 1 2 3 4\n'),
      make('mw-broken', `mirrorwright x y ${place}`),
      make('mw-opened', mark, 0o755),
      make('mw-booted', mark.replace(place, 'other-boot pid:[1]\n')),
      make('mw-longer-name', mark),
      make('xy-abcdef', mark),
    ];
    const kept = make('kept', mark);
    symlinkSync(kept, join(base, 'mw-linked'));
    stay.push(kept, join(base, 'mw-linked'));
    const goes = make('mw-gonegg', mark);
    await removeStale(base, 'mw-');
    expect(stay.filter((path) => !existsSync(path))).toEqual([]);
    expect(existsSync(goes)).toBe(false);
  });

  it.skipIf(process.getuid?.() !== 0)("stay where they are another user's", async () => {
    const own = await makeOwnedFolder(base, 'mw-');
    writeFileSync(
      join(own, '.owner'),
      readFileSync(join(own, '.owner'), 'utf8').replace(/ \d+ \d+ /, ' 4194304 5 '),
    );
    spawnSync('chown', ['65534', own]);
    await removeStale(base, 'mw-');
    expect(existsSync(own)).toBe(true);
    spawnSync('chown', ['0', own]);
    await removeStale(base, 'mw-');
    expect(existsSync(own)).toBe(false);
  });
});
