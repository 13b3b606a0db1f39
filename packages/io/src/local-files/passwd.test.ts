import { expect, test } from 'vitest';
import { findUser } from './passwd.ts';

const passwd =
  'root:x:0:0:root:/root:/bin/sh\n# note\nbroken\nann:x:1000:1000:Ann,,:/home/ann/:/bin/sh\nann:x:7:7::/x:\n';

test('finds a user by name or uid; the first line wins', () => {
  expect(findUser(passwd, 'ann')).toEqual({ name: 'ann', uid: 1000, home: 'home/ann' });
  expect(findUser(passwd, '1000')).toEqual({ name: 'ann', uid: 1000, home: 'home/ann' });
  expect(findUser(passwd, 'root')).toEqual({ name: 'root', uid: 0, home: 'root' });
});

test('knows nobody else', () => {
  expect(findUser(passwd, 'bob')).toBeUndefined();
  expect(findUser(passwd, '')).toBeUndefined();
});
