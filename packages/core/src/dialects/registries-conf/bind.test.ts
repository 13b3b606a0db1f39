import { describe, expect, it } from 'vitest';
import { sourceText } from '../../text/source.ts';
import { foldKey } from './fold.ts';
import type { RegistriesConf, TypeErrorAt } from './model.ts';
import { readRegistriesConf, withLastLists } from './read.ts';

function read(text: string): RegistriesConf {
  return readRegistriesConf('registries.conf', sourceText(text)).model;
}

const table = (...keys: readonly string[]): string => `[[registry]]\n${keys.join('\n')}\n`;

describe('keys', () => {
  it.each([
    ['BLOCKED = true', 'blocked'],
    ['"bloc\\u212aed" = true', 'blocked'],
    ['"in\\u017fecure" = true', 'insecure'],
    ['Mirror-By-Digest-Only = true', 'mirrorByDigestOnly'],
  ] as const)('are known in any case: %s', (line, field) => {
    const model = read(table(line));
    expect(model.registries[0]![field]?.value).toBe(true);
    expect(model.unknownKeys).toEqual([]);
  });

  it.each(['mirror_by_digest_only', 'mirrorByDigestOnly', ' blocked', 'url', 'constructor', '__proto__'])(
    'in other words are not: %s',
    (key) => {
      const model = read(table(`"${key}" = true`));
      expect(model.unknownKeys.map((unknown) => [unknown.key, unknown.scope])).toEqual([[key, 'registry']]);
    },
  );

  it('are known only where they belong', () => {
    const scopes = read(
      'location = "x"\n[registries]\nx = 1\n[registries.search]\nlist = []\n[[registry]]\nshort-name-mode = "x"\n[[registry.mirror]]\nprefix = "x"\nblocked = true\n',
    ).unknownKeys.map(({ scope, key }) => `${scope}: ${key}`);
    expect(scopes.toSorted()).toEqual([
      'mirror: blocked',
      'mirror: prefix',
      'registry: short-name-mode',
      'top: location',
      'v1-list: list',
      'v1: x',
    ]);
  });

  it('written in two cases in one table are told, and the first is bound', () => {
    const text = table('location = "a.example"', 'Location = "b.example"');
    const model = read(text);
    expect(model.registries[0]!.location?.value).toBe('a.example');
    const [clash] = model.caseDuplicates;
    expect(clash?.field).toBe('location');
    expect(text.slice(clash!.second.start, clash!.second.end)).toBe('Location');
  });

  it('fold as letters of ASCII and the two that fold into them do', () => {
    expect(['LOCATION', 'mirror-By', '\u212aey', 'in\u017fecure'].map(foldKey)).toEqual([
      'location',
      'mirror-by',
      'key',
      'insecure',
    ]);
    expect(foldKey('a_b')).toBe('a_b');
  });
});

describe('a value of another type is left out and told', () => {
  /** The marked text comes last. */
  function told(text: string): readonly string[] {
    return read(text).typeErrors.map(({ path, expected, found, span }: TypeErrorAt) =>
      [path, expected, found, text.slice(span.start, span.end)].join(' | '),
    );
  }

  it.each([
    [table('location = 1'), 'registry.location | string | integer | 1'],
    [table('location = ["a"]'), 'registry.location | string | array | ["a"]'],
    [table('insecure = "true"'), 'registry.insecure | boolean | string | "true"'],
    [table('insecure = 0'), 'registry.insecure | boolean | integer | 0'],
    [table('blocked = {}'), 'registry.blocked | boolean | table | {}'],
    [table('mirror = "m"'), 'registry.mirror | array of tables | string | "m"'],
    [table('mirror = [{}, 1]'), 'registry.mirror | table | integer | 1'],
    [
      'unqualified-search-registries = "q"',
      'unqualified-search-registries | array of strings | string | "q"',
    ],
    ['unqualified-search-registries = ["q", 1]', 'unqualified-search-registries | string | integer | 1'],
    ['[registry]\nlocation = "a"', 'registry | array of tables | table | [registry]'],
    ['[registry.mirror]\nlocation = "a"', 'registry | array of tables | table'],
    ['[aliases]\na = 1', 'aliases.a | string | integer | 1'],
    ['[[registries]]\nlocation = "a"', 'registries | table | array | [[registries]]'],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('the other values of its list stay', () => {
    const model = read('unqualified-search-registries = ["a.example", 1, "b.example"]');
    expect(model.searchRegistries?.items.map(({ value }) => value)).toEqual(['a.example', 'b.example']);
  });

  it('but not where the value itself is missing, which is a fault of syntax', () => {
    expect(told(table('location ='))).toEqual([]);
  });

  it('as ignored, where the decoder passes over it: aliases that are no table', () => {
    const model = read('aliases = 1\n');
    expect(model.aliases).toBeUndefined();
    expect(model.typeErrors).toMatchObject([{ path: 'aliases', ignored: true }]);
    expect(read('[aliases]\na = 1\n').typeErrors[0]).not.toHaveProperty('ignored');
  });
});

describe('of two lists under one key', () => {
  const text =
    'unqualified-search-registries = ["a.example"]\nunqualified-search-registries = ["b.example"]\n';
  const document = readRegistriesConf('registries.conf', sourceText(text));
  const values = ({ searchRegistries }: RegistriesConf): readonly string[] | undefined =>
    searchRegistries?.items.map(({ value }) => value);

  it('the first is bound, or the last for decoders that take it', () => {
    expect(values(document.model)).toEqual(['a.example']);
    expect(values(withLastLists(document).model)).toEqual(['b.example']);
  });

  it('of two texts the first is bound in any case', () => {
    const twice = readRegistriesConf(
      'registries.conf',
      sourceText('short-name-mode = "a"\nshort-name-mode = "b"\n'),
    );
    expect(withLastLists(twice).model.shortNameMode?.value).toBe('a');
  });
});
