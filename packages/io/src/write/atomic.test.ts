import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { writeAtomic } from './atomic.ts';
import { backUp } from './backup.ts';

const base = mkdtempSync(join(tmpdir(), 'mw-write-'));
const file = join(base, 'a.conf');
afterAll(() => rmSync(base, { recursive: true }));
beforeEach(() => {
  rmSync(base, { recursive: true });
  mkdirSync(base);
});

test('replaces a file, keeps its mode and leaves nothing beside it', async () => {
  writeFileSync(file, 'old');
  chmodSync(file, 0o640);
  expect(await writeAtomic({ path: file, content: 'new', mode: 0o600 })).toMatchObject({
    ok: true,
    created: false,
  });
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(base)).toEqual(['a.conf']);
});

test('a link stays a link and its target is replaced', async () => {
  writeFileSync(join(base, 'real.conf'), 'old');
  symlinkSync('real.conf', file);
  expect((await writeAtomic({ path: file, content: 'new' })).ok).toBe(true);
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(base, 'real.conf'), 'utf8')).toBe('new');
});

test('under a root, folders are made and links cannot lead out', async () => {
  const root = join(base, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  symlinkSync('/../../outside', join(root, 'etc/containers'));
  const path = 'etc/containers/registries.conf';
  expect((await writeAtomic({ root, path, content: 'x', mode: 0o600 })).ok).toBe(true);
  expect(readFileSync(join(root, 'outside/registries.conf'), 'utf8')).toBe('x');
  expect(statSync(join(root, 'outside/registries.conf')).mode & 0o777).toBe(0o600);
  expect(readdirSync(base)).toEqual(['root']);
});

test('nothing is written when the file is not the one the change was made from', async () => {
  writeFileSync(file, 'theirs');
  for (const expected of ['ours', null])
    expect(await writeAtomic({ path: file, content: 'new', expected })).toMatchObject({ ok: false });
  expect(readFileSync(file, 'utf8')).toBe('theirs');
  expect((await writeAtomic({ path: file, content: 'new', expected: 'theirs' })).ok).toBe(true);
});

test('a folder in the place of the file and a missing folder are answered with a reason', async () => {
  mkdirSync(file);
  expect(await writeAtomic({ path: file, content: '' })).toEqual({
    ok: false,
    reason: 'is not a regular file',
  });
  expect(await writeAtomic({ path: join(base, 'none/x'), content: '' })).toEqual({
    ok: false,
    reason: 'cannot be written: its folder does not exist',
  });
});

test('backups never overwrite each other', async () => {
  expect(await backUp({ path: file }, 's')).toEqual({ ok: true, path: null });
  writeFileSync(file, '1');
  expect(await backUp({ path: file }, 's')).toEqual({ ok: true, path: `${file}.backup-s` });
  writeFileSync(file, '2');
  expect(await backUp({ path: file }, 's')).toEqual({ ok: true, path: `${file}.backup-s-2` });
  expect(readFileSync(`${file}.backup-s`, 'utf8')).toBe('1');
});
