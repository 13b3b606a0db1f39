import { describe, expect, it } from 'vitest';
import { compareBytes, matchPrefix, rewriteReference } from './prefix.ts';
import { parseNormalized } from './reference.ts';

describe('a prefix matches', () => {
  it.each([
    ['quay.io/acme/web', 'quay.io/acme/web', 16],
    ['quay.io/acme/web', 'quay.io/acme', 12],
    ['quay.io/acme/web', 'quay.io', 7],
    ['quay.io:5000/web', 'quay.io', 7],
    ['quay.io:5000/web', 'quay.io:5000', 12],
    ['quay.io/web@sha256', 'quay.io/web', 11],
    ['a.corp.example/web', '*.corp.example', 14],
    ['a.b.corp.example/web', '*.corp.example', 16],
    ['a.corp.example:5000/web', '*.corp.example', 14],
    ['a.corp.example', '*.corp.example', 14],
  ])('%s by %s, in %i characters', (name, prefix, length) => {
    expect(matchPrefix(name, prefix)).toBe(length);
  });
});

describe('a prefix does not match', () => {
  it.each([
    ['quay.io/acmeweb', 'quay.io/acme', 'a component that only begins with it'],
    ['quay.io.corp.example/web', 'quay.io', 'a longer host'],
    ['quay.io/acme', 'quay.io/acme/web', 'what is shorter'],
    ['quay.io/web', 'Quay.io', 'another case'],
    ['quay.io/web', 'quay.io:443', 'a host without the port'],
    ['quay.io:5000/web', 'quay.io:500', 'a longer port'],
    ['docker.io/library/nginx', 'docker.io/nginx', 'an official image'],
    ['quay.io/acme/web', 'acme', 'the middle of a name'],
    ['quay.io/acme', 'quay.io/*', 'a star that does not stand first'],
    ['quay.io/acme', '*', 'a star alone'],
    ['quay.io/acme', '*quay.io', 'a star without a dot'],
    ['corp.example/web', '*.corp.example', 'the domain of a wildcard itself'],
    ['evilcorp.example/web', '*.corp.example', 'a host that only ends in it'],
    ['quay.io/a.corp.example/web', '*.corp.example', 'a path that looks like a host'],
    ['a.corp.example.org/web', '*.corp.example', 'a longer domain'],
    ['a.example.b.example/web', '*.example', 'a suffix that comes twice: only the first is looked at'],
  ])('%s by %s: %s', (name, prefix) => {
    expect(matchPrefix(name, prefix)).toBe(-1);
  });

  it('by a wildcard in releases that take the star for a letter', () => {
    expect(matchPrefix('a.corp.example/web', '*.corp.example', false)).toBe(-1);
    expect(matchPrefix('*.corp.example/web', '*.corp.example', false)).toBe(14);
  });
});

const digest = `sha256:${'0'.repeat(64)}`;

/** The rewritten reference, or the error; `prefix` must match. */
function rewritten(text: string, prefix: string, location: string): string {
  const parsed = parseNormalized(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const { domain, path } = parsed.value;
  const result = rewriteReference(text, parsed.value, matchPrefix(`${domain}/${path}`, prefix), location);
  if (!result.ok) return result.error;
  const { value } = result;
  return `${value.domain} ${value.path} ${value.digest ?? value.tag}`;
}

describe('a reference is rewritten', () => {
  it.each([
    ['a.example/x:1', 'a.example', 'm.example', 'm.example x 1'],
    ['a.example/x:1', 'a.example', 'm.example/proxy', 'm.example proxy/x 1'],
    ['a.example/x:1', 'a.example/x', 'm.example/y', 'm.example y 1'],
    [`a.example/x@${digest}`, 'a.example', 'm.example', `m.example x ${digest}`],
    ['a.example/x:1', 'a.example', 'docker.io/library', 'docker.io library/x 1'],
    ['a.example/x:1', 'a.example', 'reg:5000', 'reg:5000 x 1'],
    ['a.example/x:1', 'a.example', 'localhost', 'localhost x 1'],
    ['a.example:5000/x:1', 'a.example', 'm.example', 'm.example:5000 x 1'],
    ['b.corp.example/x:1', '*.corp.example', 'm.example/c', 'm.example c/x 1'],
    ['b.corp.example:5000/x:1', '*.corp.example', '', 'b.corp.example:5000 x 1'],
  ])('%s under %s at %j: %s', (text, prefix, location, expected) => {
    expect(rewritten(text, prefix, location)).toBe(expected);
  });
});

describe('no reference comes of', () => {
  const notCanonical = 'rewriting reference: repository name must be canonical';
  const invalid = 'rewriting reference: invalid reference format';
  it.each([
    ['m.example/Up', `${invalid}: repository name must be lowercase`],
    ['HTTPS://m.example', invalid],
    ['user@m.example', invalid],
    ['m.example?x', invalid],
    ['m.example.', invalid],
    ['m.example/a:1', invalid],
    ['m.example/', invalid],
    ['reg', notCanonical],
    ['my_host', notCanonical],
    ['docker.io', notCanonical],
    ['index.docker.io', notCanonical],
  ])('the location %s', (location, error) => {
    expect(rewritten('a.example/x:1', 'a.example', location)).toBe(error);
  });

  it('a whole repository put onto a bare host', () => {
    expect(rewritten('a.example/x/web:1', 'a.example/x/web', 'm.example')).toBe(notCanonical);
  });

  it('two ports', () => {
    expect(rewritten('a.example:5000/x:1', 'a.example', 'm.example:6000')).toBe(invalid);
    expect(rewritten('b.corp.example:5000/x:1', '*.corp.example', 'm.example/c')).toBe(invalid);
  });
});

describe('texts are in byte order', () => {
  it.each([
    ['upper case first', ['B', 'a']],
    ['the shorter of two first', ['a', 'a.', 'a/']],
    ['a star before letters', ['*.corp.example', 'a.corp.example']],
    ['a port after a path', ['a/x', 'a:1']],
    ['ten before nine', ['10-x.conf', '9-x.conf']],
    ['surrogates after all other characters', ['\uff5e', '\u{1f600}']],
  ])('%s', (_, sorted) => {
    expect(sorted.toReversed().toSorted(compareBytes)).toEqual(sorted);
  });

  it('equal ones are equal', () => {
    expect(compareBytes('a/b', 'a/b')).toBe(0);
  });
});
