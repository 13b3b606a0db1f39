import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../../testing/node.ts';
import type { LoadError } from './config.ts';

// messages and verdicts for this target are those of the real program
const debian = 'skopeo@1.9.3';
const digest = `sha256:${'0'.repeat(64)}`;

function errors(text: string, target = debian): readonly LoadError[] {
  return nodeOf({ [mainPath]: text }, target).config().loadErrors;
}

/** `condition | marked text | message` of each error. */
function shown(text: string, target = debian): readonly string[] {
  return errors(text, target).map(({ condition, message, origin: { span } }) =>
    [condition, text.slice(span.start, span.end), message].join(' | '),
  );
}

const table = (...keys: readonly string[]): string => `[[registry]]\n${keys.join('\n')}\n`;
const mirror = (...keys: readonly string[]): string => `[[registry.mirror]]\n${keys.join('\n')}\n`;
const here = 'location = "a.example"';

describe('an error of a table is in the words of the reader, at the value that causes it', () => {
  it.each([
    [table('location = "https://a.example"'), 'B2 | "https://a.example" | invalid location'],
    [table('insecure = true'), 'B3 | [[registry]] | invalid condition: both location and prefix are unset'],
    [
      table('prefix = "a.example"'),
      'B4 | "a.example" | invalid condition: location is unset and prefix is not in the format',
    ],
    [
      table('prefix = "/"'),
      'B3 | "/" | invalid condition: location is unset and prefix is not in the format',
    ],
    [
      table('location = "*.x/ns"'),
      'B13 | "*.x/ns" | Wildcarded prefix should be in the format: *.example.com. Current prefix "*.x/ns" is incorrectly formatted',
    ],
    [
      table(here) + mirror('insecure = true'),
      'B6 | [[registry.mirror]] | invalid condition: mirror location is unset',
    ],
    [table(here) + mirror('location = ""'), 'B6 | "" | invalid condition: mirror location is unset'],
    [
      table(here, 'mirror-by-digest-only = true') +
        mirror('location = "m.example"', 'pull-from-mirror = "digest-only"'),
      'B7 | "digest-only" | cannot set mirror usage mirror-by-digest-only for the registry ("a.example") and pull-from-mirror for per-mirror ("m.example") at the same time',
    ],
    [
      table(here) + mirror('location = "m.example"', 'pull-from-mirror = "All"'),
      'B8 | "All" | unsupported pull-from-mirror value "All" for mirror "m.example"',
    ],
    [
      table('prefix = "p.example"', here) +
        table('prefix = "q.example"', 'location = "a.example/"', 'insecure = true'),
      "B9 | true | registry 'a.example' is defined multiple times with conflicting 'insecure' setting",
    ],
    [
      table('prefix = "*.example"') + table('prefix = "*.example"', 'blocked = true'),
      "B10 | true | registry '' is defined multiple times with conflicting 'blocked' setting",
    ],
  ])('%j: %s', (text, expected) => {
    expect(shown(text)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('no error is', () => {
  it.each([
    ['a scheme without a host, which is no scheme when its slashes are cut', table('location = "https://"')],
    ['such a prefix', table(here, 'prefix = "http://"')],
    [
      'an empty pull-from-mirror beside mirror-by-digest-only',
      table(here, 'mirror-by-digest-only = true') + mirror('location = "m.example"', 'pull-from-mirror = ""'),
    ],
    ['an empty pull-from-mirror on a registry', table(here, 'pull-from-mirror = ""')],
    ['a prefix of one character, here', table('prefix = "a"', 'location = "b.example"')],
    [
      'a flag that is written in one table and left out in another, when it says the same',
      table(here, 'insecure = false') + table(here),
    ],
    [
      'another flag at another location of one prefix',
      table('prefix = "p.example"', here) +
        table('prefix = "p.example"', 'location = "b.example"', 'blocked = true'),
    ],
    [
      'another flag where the prefix of one is the location of the other',
      table(here, 'prefix = "p.example"') +
        table('prefix = "a.example"', 'location = "b.example"', 'blocked = true'),
    ],
    ['a wrong type under a key that is none', table(here, 'mirrors = 7') + mirror(here, 'blocked = "x"')],
  ])('%s', (_, text) => {
    expect(shown(text)).toEqual([]);
  });
});

describe('a clash of flags', () => {
  it('is told once for every table that differs from the first, with a pointer to that', () => {
    const text = table(here) + table(here, 'blocked = true').repeat(2);
    const found = errors(text);
    expect(found.map(({ condition }) => condition)).toEqual(['B10', 'B10']);
    for (const { related } of found)
      expect(related?.[0]?.origin.span).toEqual({ start: 0, end: '[[registry]]'.length });
  });

  it('counts a wildcard without location with a location of the same text', () => {
    expect(shown(table('prefix = "*.example"') + table('location = "*.example"', 'insecure = true'))).toEqual(
      [expect.stringMatching(/^B9 /)],
    );
  });
});

describe('a value of the wrong type', () => {
  it.each([
    ['registry = ["x"]\n', 'registry'],
    [table('location = "a.b"', 'mirror = ["x"]'), 'registry.mirror'],
    ['[registry]\nlocation = "a.b"\n', 'registry'],
    ['unqualified-search-registries = "a.b"\n', 'unqualified-search-registries'],
    ['unqualified-search-registries = [1]\n', 'unqualified-search-registries'],
    ['credential-helpers = [true]\n', 'credential-helpers'],
    ['[aliases]\na.b = "q.example/x"\n', 'aliases.a'],
    ['aliases = {a = 1}\n', 'aliases.a'],
  ])('is B1 and nothing else: %j', (text, path) => {
    const found = errors(text);
    expect(found.map(({ condition }) => condition)).toEqual(['B1']);
    expect(found[0]!.message).toContain(`incompatible types: ${path} `);
  });

  it('is passed over where a table of aliases should stand, by every decoder', () => {
    for (const value of ['1', '"x"', '[]', '["x"]', '[{ a = "q.example/x" }]', '1979-05-27'])
      for (const target of [debian, 'podman@3.4', 'podman@5.8'])
        expect(shown(`aliases = ${value}\n`, target), `${value} ${target}`).toEqual([]);
    const { aliases } = nodeOf({ [mainPath]: '[[aliases]]\na = "q.example/x"\n' }, debian).config();
    expect(aliases.size).toBe(0);
  });

  it('under a key counts from the release that knows the key', () => {
    const text = table(here) + mirror('location = "m.example"', 'pull-from-mirror = 1');
    expect(shown(text, 'containers-image@5.20')).toEqual([]);
    expect(shown(text, 'containers-image@5.21')).toHaveLength(1);
  });
});

describe('a search registry', () => {
  it.each(['Q.example', 'q.example/', 'registry', 'all', 'q.example:0'])('may be %j', (entry) => {
    expect(shown(`unqualified-search-registries = ["${entry}"]`)).toEqual([]);
  });

  it.each([
    'q.example.',
    'a_b',
    '[::1]',
    ' q.example',
    'q.example:',
    '10.0.0.0/8',
    '-q.example',
    'HTTPS://q.example',
  ])('may not be %j', (entry) => {
    expect(shown(`unqualified-search-registries = ["${entry}"]`)).toEqual([
      `B11 | "${entry}" | Invalid unqualified-search-registries entry "${entry}"`,
    ]);
  });

  it('is named without its slashes in the message', () => {
    expect(shown('unqualified-search-registries = ["/"]')).toEqual([
      'B11 | "/" | Invalid unqualified-search-registries entry ""',
    ]);
  });
});

describe('an alias', () => {
  it.each([
    ['myhost/x', 'localhost/b'],
    ['a/b/c', 'h:5000/b'],
    ['w', 'docker.io/alpine'],
    ['w', 'index.docker.io/alpine'],
    ['w', ''],
  ])('may be %s = %j', (name, value) => {
    expect(shown(`[aliases]\n"${name}" = "${value}"`)).toEqual([]);
  });

  it.each([
    ['localhost/x', 'invalid short name "localhost/x": must not contain registry'],
    ['h:50/x', 'invalid short name "h:50/x": must not contain registry'],
    ['a:1', 'invalid short name "a:1": must not contain tag'],
    ['a@b', 'cannot parse short name: "a@b": invalid reference format'],
    ['a//b', 'cannot parse short name: "a//b": invalid reference format'],
    ['A', 'cannot parse short name: "A": repository name must be lowercase'],
    ['', 'cannot parse short name: "": repository name must have at least one component'],
  ])('may not be named %j', (name, message) => {
    expect(shown(`[aliases]\n"${name}" = "q.example/a"`)).toEqual([`B14 | "${name}" | ${message}`]);
  });

  it.each([
    ['quay.io/a:1', 'invalid alias "quay.io/a:1": must not contain tag'],
    [`quay.io/a@${digest}`, `invalid alias "quay.io/a@${digest}": must not contain digest`],
    ['acme/a', 'invalid alias "acme/a": must contain registry and repository'],
    ['quay.io', 'invalid alias "quay.io": must contain registry and repository'],
    ['my_host/x', 'invalid alias "my_host/x": must contain registry and repository'],
    ['quay.io/A', 'parsing alias "quay.io/A": repository name must be lowercase'],
    ['https://q.example/a', 'parsing alias "https://q.example/a": invalid reference format'],
  ])('may not stand for %j', (value, message) => {
    expect(shown(`[aliases]\nx = "${value}"`)).toEqual([`B15 | "${value}" | ${message}`]);
  });
});
