import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it, test } from 'vitest';
import { encodeRegistries, goJson, goQuoted, type JsonValue } from './encode.ts';
import { traitsOf } from './releases.ts';

const table = { prefix: '', location: 'a', insecure: true, blocked: true, mirrors: [] } as const;

describe('registries.conf', () => {
  it('has the keys that the decoder of a release knows', () => {
    const mirrored = { ...table, mirrors: [{ location: 'm', insecure: true, pull: 'tag-only' as const }] };
    const keys = (minor: number): readonly string[] =>
      encodeRegistries(['q'], [mirrored], traitsOf([4, minor]))
        .split('\n')
        .flatMap((line) => /^ *(\S+) = /.exec(line)?.[1] ?? []);
    const top = ['unqualified-search-registries', 'short-name-mode'];
    const own = ['prefix', 'location', 'insecure', 'blocked'];
    expect(keys(12)).toEqual([...top, ...own, 'mirror-by-digest-only', 'location', 'insecure']);
    expect(keys(13)).toEqual([...top, ...own, 'location', 'insecure', 'pull-from-mirror']);
    expect(keys(19).slice(0, 3)).toEqual([...top, 'additional-layer-store-auth-helper']);
  });

  test('says any text so that TOML readers find it again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (search, location) => {
        const text = encodeRegistries([search], [{ ...table, location: `x${location}` }], traitsOf([4, 16]));
        expect(parse(text)).toMatchObject({
          'unqualified-search-registries': [search],
          registry: [{ location: `x${location}` }],
        });
      }),
    );
  });

  it('has the short escapes where TOML has them', () => {
    const text = encodeRegistries(['\b\t\n\f\r"\\\u001f\u007f'], [], traitsOf([4, 16]));
    expect(text.split('\n')[0]).toBe(
      'unqualified-search-registries = ["\\b\\t\\n\\f\\r\\"\\\\\\u001f\\u007f"]',
    );
  });
});

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
})).value;

function plain(value: JsonValue): unknown {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

describe('JSON', () => {
  test('says the value, on one line or indented', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = goJson(value, indent);
        expect(JSON.parse(text)).toEqual(plain(value));
        if (indent === 0) expect(text).not.toContain('\n');
      }),
    );
  });

  it('keeps the order of keys that are numbers, which an object would sort', () => {
    const value = new Map([
      ['10', ['<&>']],
      ['9', []],
    ]);
    expect(goJson(value, 0)).toBe('{"10":["\\u003c\\u0026\\u003e"],"9":[]}');
    expect(goJson(value, 1)).toBe('{\n "10": [\n  "\\u003c\\u0026\\u003e"\n ],\n "9": []\n}');
    expect(goJson({}, 2)).toBe('{}');
  });
});

test.each([
  ['quay.io/a b', '"quay.io/a b"'],
  ['a"b\\', '"a\\"b\\\\"'],
  ['\u0007\b\t\u000b\u0000\u007f', '"\\a\\b\\t\\v\\x00\\x7f"'],
  ['é😀', '"é😀"'],
  ['\u200b\u00a0\u{e0001}', '"\\u200b\\u00a0\\U000e0001"'],
])('%j in quotes as Go writes it', (text, expected) => {
  expect(goQuoted(text)).toBe(expected);
});
