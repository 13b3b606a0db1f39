import { describe, expect, it } from 'vitest';
import {
  formatReference,
  isDomain,
  parseCanonical,
  parseNormalized,
  parseReference,
  repositoryName,
  withDefaultTag,
} from './reference.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

function normalized(text: string): string {
  const parsed = parseNormalized(text);
  return parsed.ok ? formatReference(parsed.value) : `error: ${parsed.error}`;
}

describe('a normalised reference', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['nginx:1.25', 'docker.io/library/nginx:1.25'],
    ['acme/web', 'docker.io/acme/web'],
    ['docker.io/nginx', 'docker.io/library/nginx'],
    ['index.docker.io/nginx', 'docker.io/library/nginx'],
    ['localhost/web', 'localhost/web'],
    ['localhost:5000/web', 'localhost:5000/web'],
    ['reg.example/web', 'reg.example/web'],
    ['reg:5000/web:v1', 'reg:5000/web:v1'],
    ['myhost/web', 'docker.io/myhost/web'],
    ['Reg.Example/web', 'Reg.Example/web'],
    [`quay.io/a/b:v1@${digest}`, `quay.io/a/b:v1@${digest}`],
  ])('of %s is %s', (text, expected) => {
    expect(normalized(text)).toBe(expected);
  });

  it.each([
    ['quay.io/Acme/web', 'must be lowercase'],
    ['', 'invalid reference format'],
    ['quay.io/acme/', 'invalid reference format'],
    ['quay.io//acme', 'invalid reference format'],
    ['https://quay.io/acme', 'invalid reference format'],
    ['quay.io/acme:', 'invalid reference format'],
    ['quay.io/acme@sha256:abc', 'invalid'],
    ['quay.io/acme web', 'invalid reference format'],
    ['a'.repeat(64), 'cannot specify 64-byte hexadecimal strings'],
  ])('is none for %j: %s', (text, message) => {
    expect(normalized(text)).toContain(message);
  });

  it('refuses names of more than 255 characters', () => {
    expect(normalized(`quay.io/${'a'.repeat(256)}`)).toContain('255');
    expect(normalized(`quay.io/${'a'.repeat(200)}`)).not.toContain('error');
  });
});

describe('a canonical reference', () => {
  it('has its registry written out', () => {
    expect(parseCanonical('quay.io/acme/web:1').ok).toBe(true);
    expect(parseCanonical('docker.io/library/nginx').ok).toBe(true);
    for (const text of ['nginx', 'docker.io/nginx', 'index.docker.io/library/nginx', 'quay.io']) {
      expect(parseCanonical(text), text).toMatchObject({
        ok: false,
        error: 'repository name must be canonical',
      });
    }
  });
});

describe('parts', () => {
  it('are told apart also where a port looks like a tag', () => {
    expect(parseReference('reg.example:5000/web:v1@'.concat(digest))).toMatchObject({
      ok: true,
      value: { domain: 'reg.example:5000', path: 'web', tag: 'v1', digest },
    });
    const parsed = parseReference('reg.example:5000/web');
    expect(parsed.ok && repositoryName(parsed.value)).toBe('reg.example:5000/web');
  });

  it('get the tag latest where there is neither tag nor digest', () => {
    const tagged = (text: string): string => {
      const parsed = parseNormalized(text);
      return parsed.ok ? formatReference(withDefaultTag(parsed.value)) : '';
    };
    expect(tagged('nginx')).toBe('docker.io/library/nginx:latest');
    expect(tagged(`quay.io/a@${digest}`)).toBe(`quay.io/a@${digest}`);
  });
});

describe('a domain', () => {
  it.each([
    ['a', true],
    ['a.b:5000', true],
    ['A-b.c', true],
    ['', false],
    ['a_b', false],
    ['-a', false],
    ['a.', false],
    ['a:', false],
    ['a:x', false],
    ['[::1]', false],
    ['a/b', false],
  ])('%j: %s', (text, expected) => {
    expect(isDomain(text)).toBe(expected);
  });
});
