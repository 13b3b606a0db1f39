import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRoot } from './root.ts';

const base = mkdtempSync(join(tmpdir(), 'mw-root-'));
const root = join(base, 'root');
afterAll(() => rmSync(base, { recursive: true }));

function put(path: string, content = ''): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

beforeAll(() => {
  put('etc/containers/registries.conf', 'main');
  put('etc/containers/registries.conf.d/50.conf', 'drop-in');
  put('etc/containers/registries.conf.d/README', 'no drop-in');
  put('etc/containers/certs.d/x/ca.json', 'not read');
  put('etc/passwd', 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n');
  put('root/.config/containers/registries.conf', "root's");
  put('home/ann/.config/containers/registries.conf', "ann's");
  put('var/cache/containers/short-name-aliases.conf', 'cache');
  put('opt/real.conf', 'behind an absolute link');
  symlinkSync('/opt/real.conf', join(root, 'etc/containers/registries.conf.d/60.conf'));
  symlinkSync('../../../../../../opt/real.conf', join(root, 'etc/containers/registries.conf.d/61.conf'));
  writeFileSync(join(base, 'secret.conf'), 'outside');
  symlinkSync('../../../../secret.conf', join(root, 'etc/containers/registries.conf.d/70.conf'));
  symlinkSync(join(base, 'secret.conf'), join(root, 'etc/containers/registries.conf.d/71.conf'));
  symlinkSync('80.conf', join(root, 'etc/containers/registries.conf.d/80.conf'));
  symlinkSync('..', join(root, 'etc/containers/registries.conf.d/up'));
});

async function read(user?: string): Promise<Record<string, string>> {
  const result = await readRoot(root, user);
  if (!result.ok) throw new Error(result.reason);
  return Object.fromEntries(result.snapshot.files.map(({ path, text }) => [path, text]));
}

test('reads the search paths of root, links resolved inside the folder and never out of it', async () => {
  expect(await read()).toEqual({
    'etc/containers/registries.conf': 'main',
    'etc/containers/registries.conf.d/50.conf': 'drop-in',
    'etc/containers/registries.conf.d/60.conf': 'behind an absolute link',
    'etc/containers/registries.conf.d/61.conf': 'behind an absolute link',
    'etc/containers/registries.conf.d/README': 'no drop-in',
    'root/.config/containers/registries.conf': "root's",
    'var/cache/containers/short-name-aliases.conf': 'cache',
  });
});

test('a loop of links is unreadable, with the reason', async () => {
  const result = await readRoot(root);
  expect(result.ok && result.snapshot.unreadable).toEqual([
    {
      path: 'etc/containers/registries.conf.d/80.conf',
      reason: 'cannot be read: its symbolic links form a loop',
    },
  ]);
});

test('--user takes the home from the passwd file inside', async () => {
  const files = await read('ann');
  expect(files['home/ann/.config/containers/registries.conf']).toBe("ann's");
  expect(files['root/.config/containers/registries.conf']).toBeUndefined();
  expect(await read('1000')).toEqual(files);
});

test('an unknown user and a missing folder are answered with a reason', async () => {
  expect(await readRoot(root, 'bob')).toEqual({ ok: false, reason: 'has no user "bob" in its etc/passwd' });
  expect(await readRoot(join(base, 'none'))).toEqual({ ok: false, reason: 'does not exist' });
  expect(await readRoot(join(base, 'secret.conf'))).toEqual({ ok: false, reason: 'is not a folder' });
});
