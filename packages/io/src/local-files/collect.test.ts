import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collectFiles } from './collect.ts';

const cwd = mkdtempSync(join(tmpdir(), 'mw-collect-'));
afterAll(() => rmSync(cwd, { recursive: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(join(cwd, path, '..'), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

async function collect(...names: string[]): Promise<{ files: string[]; problems: string[] }> {
  const { files, problems } = await collectFiles(names, { cwd });
  return {
    files: files.map(({ path }) => path),
    problems: problems.map(({ path, kind }) => `${path}: ${kind}`),
  };
}

describe('named files', () => {
  test('are read once however often they are named, in the order of first mention', async () => {
    put('one/b.conf', 'b');
    put('one/a.conf', 'a');
    expect(await collect('one/b.conf', 'one/a.conf', './one/b.conf')).toEqual({
      files: ['one/b.conf', 'one/a.conf'],
      problems: [],
    });
  });

  test('keep a byte order mark', async () => {
    put('bom.conf', '\uFEFFa = 1');
    const { files } = await collectFiles(['bom.conf'], { cwd });
    expect(files[0]!.text).toBe('\uFEFFa = 1');
  });

  test('that are missing, binary, no UTF-8, too large or a loop of links are problems, each with its kind', async () => {
    put('bad/nul', 'a\0b');
    put('bad/latin1', Uint8Array.from([0x61, 0xe4, 0x62]));
    put('bad/large.conf', '');
    truncateSync(join(cwd, 'bad/large.conf'), 100 * 1024 * 1024);
    symlinkSync('loop', join(cwd, 'bad/loop'));
    symlinkSync('nowhere', join(cwd, 'bad/dangling'));
    expect(
      await collect('bad/none', 'bad/nul', 'bad/latin1', 'bad/large.conf', 'bad/loop', 'bad/dangling', ''),
    ).toEqual({
      files: [],
      problems: [
        'bad/none: missing',
        'bad/loop: unreadable',
        'bad/dangling: missing',
        ': missing',
        'bad/nul: binary',
        'bad/latin1: invalid-utf8',
        'bad/large.conf: too-large',
      ],
    });
  });

  test('name the first byte that is not UTF-8', async () => {
    put('late.conf', Uint8Array.from([0xc3, 0xa4, 0x61, 0xff, 0x61]));
    const { problems } = await collectFiles(['late.conf'], { cwd });
    expect(problems[0]!.reason).toBe('is not valid UTF-8 (at byte 3)');
  });

  test('may have hostile names, also such that look like patterns', async () => {
    const names = [
      'hostile/a[1].conf',
      'hostile/\u001b[31mred.conf',
      'hostile/new\nline.conf',
      'hostile/-x.conf',
    ];
    for (const name of names) put(name, '');
    expect((await collect(...names)).files).toEqual(names);
  });

  test('may be pipes', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const reading = collectFiles(['pipe'], { cwd });
    await writeFile(join(cwd, 'pipe'), 'from a pipe');
    expect((await reading).files[0]!.text).toBe('from a pipe');
  });
});

describe('folders', () => {
  test('give files that may be configuration, in byte order, without .git and node_modules', async () => {
    for (const path of [
      'etc/registries.conf.d/10-b.conf',
      'etc/registries.conf.d/09-a.conf',
      'etc/policy.json',
    ])
      put(`tree/${path}`, '');
    for (const path of ['.git/x.conf', 'node_modules/x.json', 'readme.md']) put(`tree/${path}`, '');
    expect(await collect('tree')).toEqual({
      files: [
        'tree/etc/policy.json',
        'tree/etc/registries.conf.d/09-a.conf',
        'tree/etc/registries.conf.d/10-b.conf',
      ],
      problems: [],
    });
  });

  test('end in spite of a loop of symbolic links, and reach each folder once', async () => {
    put('loops/a/x.conf', '');
    put('loops/b/y.conf', '');
    symlinkSync('..', join(cwd, 'loops/a/up'));
    symlinkSync('../b', join(cwd, 'loops/a/b'));
    expect(await collect('loops')).toEqual({ files: ['loops/a/x.conf', 'loops/b/y.conf'], problems: [] });
  });

  test('do not lead to folders above them', async () => {
    put('outer/inner/x.conf', '');
    put('outer/beside/y.conf', '');
    put('outer/z.conf', '');
    symlinkSync('/', join(cwd, 'outer/inner/root'));
    symlinkSync('..', join(cwd, 'outer/inner/up'));
    symlinkSync('../beside', join(cwd, 'outer/inner/beside'));
    expect(await collect('outer/inner')).toEqual({
      files: ['outer/inner/beside/y.conf', 'outer/inner/x.conf'],
      problems: [],
    });
  });

  test('leave out what is excluded, but not what was named', async () => {
    put('some/keep.conf', '');
    put('some/drop.conf', '');
    const exclude = (path: string): boolean => path.includes('drop');
    const { files } = await collectFiles(['some'], { cwd, exclude });
    expect(files.map(({ path }) => path)).toEqual(['some/keep.conf']);
    expect((await collectFiles(['some/drop.conf'], { cwd, exclude })).files).toHaveLength(1);
  });
});

describe('patterns', () => {
  test('match files in byte order and hidden ones too', async () => {
    put('globs/b/registries.conf', '');
    put('globs/.a/registries.conf', '');
    expect((await collect('globs/**/registries.conf')).files).toEqual([
      'globs/.a/registries.conf',
      'globs/b/registries.conf',
    ]);
  });

  test('that match nothing are a problem', async () => {
    expect(await collect('nothing/*.conf')).toEqual({ files: [], problems: ['nothing/*.conf: missing'] });
  });
});

test('thousands of files are read', async () => {
  for (let index = 0; index < 3000; index++) put(`many/${index}.conf`, `# ${index}`);
  const { files, problems } = await collectFiles(['many'], { cwd });
  expect(files).toHaveLength(3000);
  expect(problems).toHaveLength(0);
  expect(files.every(({ path, text }) => path === `many/${text.slice(2)}.conf`)).toBe(true);
});
