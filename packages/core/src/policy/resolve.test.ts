import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sourceText } from '../text/source.ts';
import { readMirrorPolicy } from './read.ts';
import {
  caPath,
  coverage,
  covers,
  hostOf,
  isRedirected,
  mirrorLocation,
  mirrorPull,
  primaryLocation,
} from './resolve.ts';

const host = fc.constantFrom(
  'a.example',
  'b.a.example',
  'c.b.a.example',
  'a.example:5000',
  'example',
  'xa.example',
);
const name = fc
  .tuple(host, fc.array(fc.constantFrom('p', 'q'), { maxLength: 3 }))
  .map((parts) => parts.flat().join('/'));
const entry = fc.oneof(name, fc.constantFrom('*.a.example', '*.example', '*.b.a.example'));

describe('coverage', () => {
  test('finds an entry exactly where one of them covers the name', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), name, (list, asked) => {
        const found = coverage(list)(asked);
        expect(found !== undefined).toBe(list.some((each) => covers(each, asked)));
        if (found !== undefined) expect(list).toContain(found);
      }),
      { numRuns: 3000 },
    );
  });

  it('prefers the longest name to a shorter one, and names to wildcards', () => {
    const covering = coverage(['a.example', 'a.example/p/', '*.example']);
    expect(covering('a.example/p/q')).toBe('a.example/p');
    expect(covering('a.example/x')).toBe('a.example');
    expect(covering('b.example:5000/x')).toBe('*.example');
    expect(covering('a.examples')).toBeUndefined();
  });
});

test.each([
  ['a.example:5000/p:1', 'a.example'],
  ['a.example/p:1', 'a.example'],
  ['', ''],
])('the host of %j is %j', (given, expected) => {
  expect(hostOf(given)).toBe(expected);
});

/** The first upstream of a policy and its mirrors. */
function upstream(text: string) {
  const { model } = readMirrorPolicy(
    'p.yaml',
    sourceText(`version: 1\nupstreams:\n- ${text}\ncas: {root: /pki/root.pem}\n`),
  );
  return { model, first: model.upstreams[0]! };
}

describe('a mirror', () => {
  it.each([
    ['{location: m.example/}', 'm.example'],
    ['{location: m.example/k, style: by-source}', 'm.example/k/q.example-5000/team'],
    ['{location: m.example, style: harbor, project: /hub/}', 'm.example/hub'],
    ['{location: m.example, style: harbor}', 'm.example'],
    ['{location: m.example, style: plain, project: hub}', 'm.example'],
  ])('%s keeps the repositories below %s', (mirror, expected) => {
    const { first } = upstream(`{registry: "q.example:5000/team/", mirrors: [${mirror}]}`);
    expect(mirrorLocation(first, first.mirrors[0]!)).toBe(expected);
  });

  it('without a location is nowhere', () => {
    const { first } = upstream('{registry: q.example, mirrors: [{style: plain}]}');
    expect(mirrorLocation(first, first.mirrors[0]!)).toBeUndefined();
  });

  it('serves what it says itself, else what its upstream says', () => {
    const { first } = upstream(
      '{registry: q.example, pull: digest, mirrors: [{location: a, pull: tag}, {location: b}]}',
    );
    expect(first.mirrors.map((mirror) => mirrorPull(first, mirror))).toEqual(['tag', 'digest']);
  });
});

describe('an upstream', () => {
  it.each([
    ['{registry: q.example/}', 'q.example', false],
    ['{registry: q.example, location: q.example/}', 'q.example', false],
    ['{registry: q.example, location: r.example}', 'r.example', true],
    ['{registry: "*.example"}', '', false],
    ['{registry: "*.example", location: r.example}', 'r.example', true],
  ])('%s is at %j; redirected: %s', (text, location, redirected) => {
    const { first } = upstream(text);
    expect([primaryLocation(first), isRedirected(first)]).toEqual([location, redirected]);
  });
});

test('an authority is the path that its name stands for, or a path itself', () => {
  const { model } = upstream('{registry: q.example}');
  expect(['root', '/other.pem', 'unknown'].map((ca) => caPath(model, ca))).toEqual([
    '/pki/root.pem',
    '/other.pem',
    undefined,
  ]);
});
