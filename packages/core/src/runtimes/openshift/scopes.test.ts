import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isMirror, isNested, isSource, isValidScope, outerScopes } from './scopes.ts';

const words = [
  'a',
  'b.com',
  '*.b.com',
  'x.b.com',
  'a.x.b.com',
  '*.com',
  'b.com:5000',
  'x.b.com:5000',
  '/',
  'ns',
  ':v1',
  '*.',
  '',
];
const scope = fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join('/'));

test('the scopes around a scope are those it is nested in', () => {
  fc.assert(
    fc.property(scope, scope, (inner, outer) => {
      expect(outerScopes(inner).includes(outer)).toBe(isNested(inner, outer));
    }),
    { numRuns: 5000 },
  );
});

describe('nesting', () => {
  it.each([
    ['quay.io/a', 'quay.io', true],
    ['quay.io/ab', 'quay.io/a', false],
    ['quay.io:443/a', 'quay.io', false],
    ['a.example.com', '*.example.com', true],
    ['example.com', '*.example.com', false],
    ['a.example.com:5000/x', '*.example.com', true],
    ['a.example.com/x:v1', '*.example.com', false],
  ])('%s in %s: %s', (inner, outer, expected) => {
    expect(isNested(inner, outer)).toBe(expected);
  });
});

/** The patterns of the API, in their own words; only for short texts, they backtrack. */
const apiPath = '(?:(?:/[a-z0-9]+(?:(?:(?:[._]|__|[-]*)[a-z0-9]+)+)?)+)?';
const apiLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const apiMirror = new RegExp(`^(${apiLabel}(?:(?:\\.${apiLabel})+)?(?::[0-9]+)?)${apiPath}$`);
const apiWildcard = new RegExp(`^\\*(?:\\.${apiLabel})+$`);

test('sources and mirrors are taken as the patterns of the API take them', () => {
  const pieces = ['a', 'B', '1', '-', '.', '_', '/', ':', '*', '5000', 'x.y', '__', '--'];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (place) => {
      expect(isMirror(place)).toBe(apiMirror.test(place));
      expect(isSource(place)).toBe(apiMirror.test(place) || apiWildcard.test(place));
    }),
    { numRuns: 10_000 },
  );
});

test('a text made to hold up a pattern is judged too', () => {
  // the API's own pattern would not come back
  const hostile = `a/${'a-'.repeat(50_000)}!`;
  expect(isMirror(hostile)).toBe(false);
  expect(isSource(`*${'.a'.repeat(50_000)}!`)).toBe(false);
});

test.each([
  ['', false],
  ['*.example.com', true],
  ['*.example.com:5000', false],
  ['*example.com', false],
  ['a.*.com', false],
  ['https://x', true],
])('%j as an entry of a list: %s', (entry, expected) => {
  expect(isValidScope(entry)).toBe(expected);
});
