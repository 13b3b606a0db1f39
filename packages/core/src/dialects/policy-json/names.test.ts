import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNormalized } from '../../model/reference.ts';
import { isRemapPrefix, referenceForm } from './names.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const part = fc.constantFrom(
  'a',
  'A',
  'a.b',
  'localhost',
  'a__b',
  'a-',
  '-a',
  'a..b',
  'a:5000',
  '',
  'library',
  'x'.repeat(130),
);
const text = fc
  .tuple(
    fc.array(part, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', ':v1', ':', ':v/1', `:${'v'.repeat(129)}`),
    fc.constantFrom('', `@${digest}`, '@sha256:0', '@'),
  )
  .map(([parts, tag, end]) => `${parts.join('/')}${tag}${end}`);

test('a reference is malformed exactly where it cannot be normalised', () => {
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseNormalized(given);
      const full = parsed.ok && (parsed.value.tag !== undefined || parsed.value.digest !== undefined);
      expect(referenceForm(given)).toBe(parsed.ok ? (full ? 'full' : 'name') : 'malformed');
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['a.example', true],
  ['a.example:5000/b/c', true],
  ['a', true],
  ['a.example/', false],
  ['a.example/B', false],
  ['a.example/b:v1', false],
  ['*.example', false],
  ['', false],
])('%j as a prefix to be mapped: %s', (prefix, expected) => {
  expect(isRemapPrefix(prefix)).toBe(expected);
});
