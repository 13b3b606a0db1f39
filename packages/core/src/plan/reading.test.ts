import { expect, test } from 'vitest';
import { questionsFor, readingFor, writerOf } from './reading.ts';
import { facts, machine } from './testing/node.ts';

const passwd = 'root:x:0:0::/root:/bin/sh\nme:x:1000:1000:,,,:/home/me:/bin/sh\n';

test('a node is asked for the folders above every destination', () => {
  const { markers, programs } = questionsFor(['/opt/a/b.conf']);
  for (const folder of ['/etc', '/etc/containers', '/opt', '/opt/a']) expect(markers).toContain(folder);
  expect(programs).toContain('podman');
});

test('files are written as root with sudo, else as the user who logs in', () => {
  expect(writerOf(machine, { ...facts, uid: 1000 }, passwd)?.uid).toBe(0);
  const plain = { ...machine, become: 'none' } as const;
  expect(writerOf(plain, { ...facts, uid: 1000 }, passwd)).toEqual({
    name: 'me',
    uid: 1000,
    home: 'home/me',
  });
  expect(writerOf(plain, { ...facts, uid: 1001 }, passwd)).toBeUndefined();
});

test('what is read holds what shall be written, each once', () => {
  const { paths, folders } = readingFor({ name: 'me', uid: 1000, home: 'home/me' }, ['/opt/a', '/opt/a']);
  expect(paths.filter((path) => path === '/opt/a')).toHaveLength(1);
  expect(folders).toContain('/home/me/.config/containers/registries.conf.d');
});
