import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

test.each([
  ['*.conf', 'a/b/registries.conf', true],
  ['*.conf', 'a/b/registries.json', false],
  ['/registries.conf', 'registries.conf', true],
  ['/registries.conf', 'a/registries.conf', false],
  ['vendor/', 'vendor/a/b.conf', true],
  ['vendor/**', 'src/vendor/a.conf', false],
  ['**/vendor/**', 'src/vendor/a.conf', true],
  ['a/*/c.conf', 'a/b/c.conf', true],
  ['a/*/c.conf', 'a/b/b/c.conf', false],
  ['a/**/c.conf', 'a/c.conf', true],
  ['nod?.conf', 'node.conf', true],
  ['./a.conf', './a.conf', true],
  ['[a].conf', '[a].conf', true],
])('%s against %s is %s', (pattern, path, matches) => {
  expect(compileGlob(pattern)(path)).toBe(matches);
});

test('many stars against a long name take no long time', () => {
  expect(compileGlob(`${'*a'.repeat(200)}b`)('a'.repeat(5000))).toBe(false);
  expect(compileGlob(`${'**/a/'.repeat(200)}b`)('a/'.repeat(2000))).toBe(false);
});
