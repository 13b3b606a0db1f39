import { expect, test } from 'vitest';
import { groupFiles } from './group.ts';

function grouped(...paths: readonly string[]): readonly (readonly string[])[] {
  return groupFiles(paths.map((path) => ({ path, text: '' }))).map(({ files }) =>
    files.map(({ path }) => path),
  );
}

test('a main file, its drop-ins and the policy beside them are one node', () => {
  expect(
    grouped(
      'a/registries.conf.d/20-y.conf',
      'a/policy.json',
      'a/registries.conf',
      'a/registries.conf.d/10-x.conf',
    ),
  ).toEqual([
    ['a/policy.json', 'a/registries.conf', 'a/registries.conf.d/10-x.conf', 'a/registries.conf.d/20-y.conf'],
  ]);
});

test('nodes in different folders stay apart', () => {
  expect(grouped('a/registries.conf', 'b/registries.conf', 'b/registries.conf.d/x.conf')).toEqual([
    ['a/registries.conf'],
    ['b/registries.conf', 'b/registries.conf.d/x.conf'],
  ]);
});

test('drop-ins alone belong together, and other files to nobody', () => {
  expect(
    grouped('d/registries.conf.d/a.conf', 'd/registries.conf.d/b.conf', 'd/other.conf', 'policy.json'),
  ).toEqual([
    ['d/registries.conf.d/a.conf', 'd/registries.conf.d/b.conf'],
    ['d/other.conf'],
    ['policy.json'],
  ]);
});
