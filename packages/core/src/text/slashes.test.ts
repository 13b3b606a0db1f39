import { expect, it } from 'vitest';
import { withoutSlashes } from './slashes.ts';

it.each([
  ['', ''],
  ['/', ''],
  ['a.example/b//', 'a.example/b'],
  ['//a', '//a'],
])('%j without slashes at its end is %j', (text, wanted) => {
  expect(withoutSlashes(text)).toBe(wanted);
});
