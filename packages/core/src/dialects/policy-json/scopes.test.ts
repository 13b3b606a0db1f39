import { describe, expect, it } from 'vitest';
import { cleanPath, scopeProblem } from './scopes.ts';

const id = 'a'.repeat(64);
const digest = `sha256:${id}`;

describe('a scope', () => {
  it.each([
    ['docker', 'anything at all'],
    ['ostree', 'anything at all'],
    ['tarball', ''],
    ['dir', '/srv/images'],
    ['oci', '/srv/a:b'],
    ['docker-daemon', 'quay.io/a'],
    ['atomic', 'h.example'],
    ['atomic', 'h.example:5000/ns/stream:tag'],
    ['containers-storage', '[/var/lib]'],
    ['containers-storage', '[overlay@/var/lib]quay.io/a:b'],
    ['containers-storage', `[/var/lib]quay.io/a@${id}`],
    ['containers-storage', `[/var/lib]quay.io/a@${digest}@${id}`],
  ])('of %s may be %j', (transport, scope) => {
    expect(scopeProblem(transport, scope)).toBeUndefined();
  });

  it.each([
    ['tarball', 'x', 'no scope but the empty one'],
    ['dir', 'srv', 'absolute'],
    ['dir', '/', 'the empty scope'],
    ['oci-archive', '/a/../b/', 'shortest form, /b'],
    ['docker-daemon', digest, 'an image ID'],
    ['atomic', 'h.example/ns/stream/more', 'HOST[/NAMESPACE'],
    ['atomic', 'h.example/ns:tag', 'HOST[/NAMESPACE'],
    ['containers-storage', 'quay.io/a', 'begin with the store'],
    ['containers-storage', '[overlay@]', 'the store must be'],
    ['containers-storage', '[@/var]', 'the store must be'],
    ['containers-storage', '[overlay@var]', 'an absolute path'],
    ['containers-storage', '[/var]a@b', 'a digest or an ID'],
    ['containers-storage', `[/var]a@${id}@${id}`, 'the first @ must be a digest'],
    ['containers-storage', `[/var]a@${digest}@b`, 'the second @ must be an ID'],
  ])('of %s may not be %j', (transport, scope, words) => {
    expect(scopeProblem(transport, scope)).toContain(words);
  });
});

it('a path loses what leads nowhere, and does not leave the root', () => {
  expect(['/a//b/./c/..', '/../..', 'a'].map(cleanPath)).toEqual(['/a/b', '/', '/a']);
});
