import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import { quoted } from './bind.ts';
import { readMirrorPolicy } from './read.ts';

/** `kind field` of each problem, with what is suggested. */
function problems(text: string): readonly string[] {
  const { model } = readMirrorPolicy('p.yaml', sourceText(`version: 1\n${text}`));
  return model.problems.map(({ kind, field, suggestion }) =>
    [kind, field, ...(suggestion === undefined ? [] : [`-> ${suggestion}`])].join(' '),
  );
}

describe('a key', () => {
  it.each([
    ['upstream: []', 'unknown-key upstream -> upstreams'],
    ['unqualified-search-registries: []', 'unknown-key unqualified-search-registries -> search'],
    ['insecureRegistries: []', 'unknown-key insecureRegistries -> insecure'],
    ['__proto__: 1', 'unknown-key __proto__'],
    ['upstreams: [{registry: a, pull-from-mirror: x}]', 'unknown-key upstreams[0].pull-from-mirror -> pull'],
    // a word of the file format that stands at another place of the policy is no advice here
    ['prefix: a', 'unknown-key prefix'],
    ['upstreams: [{pull: all}]', 'missing upstreams[0].registry'],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  it('without a value counts as absent', () => {
    expect(problems('upstreams:\ninsecure: ~\nsearch: null\n')).toEqual([]);
    expect(problems('upstreams: [{registry: }]')).toEqual(['missing upstreams[0].registry']);
  });
});

describe('a value', () => {
  it.each([
    ['insecure: a.example', 'wrong-type insecure -> [a.example]'],
    ['upstreams: [{registry: 5000}]', 'wrong-type upstreams[0].registry -> "5000"'],
    ['upstreams: [{registry: a, insecure: "yes"}]', 'wrong-type upstreams[0].insecure -> true'],
    ['upstreams: [{registry: a, insecure: 0}]', 'wrong-type upstreams[0].insecure -> false'],
    ['upstreams: [{registry: a, fallback: never}]', 'bad-value upstreams[0].fallback -> block'],
    ['upstreams: [{registry: a, pull: digest-only}]', 'bad-value upstreams[0].pull -> digest'],
    ['shortNames: enforced', 'bad-value shortNames -> enforcing'],
    ['aliases: [a]', 'wrong-type aliases'],
    ['upstreams: [{registry: ""}]', 'bad-value upstreams[0].registry'],
  ])('%s', (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
  });
});

it('values are quoted in messages without control characters, and cut where they are long', () => {
  expect(quoted('a\u001b"')).toBe('"a\\u001b\\""');
  expect(quoted('x'.repeat(500)).length).toBeLessThan(105);
});
