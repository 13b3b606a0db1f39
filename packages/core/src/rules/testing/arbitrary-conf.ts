import fc from 'fast-check';

/** Hosts of generated files; few, so that they meet. */
const host = fc.constantFrom(
  'quay.io',
  'docker.io',
  'a.corp.example',
  'b.corp.example:5000',
  'c.corp.example/hub',
);

const line = (...lines: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...lines);

/** Lines that may stand above the first table. */
const top = fc.uniqueArray(
  line(
    'unqualified-search-registries = ["quay.io", "docker.io"] # where to look',
    'short-name-mode = "enforcing"',
    'short_name_mode = "permissive"',
    'credential-helpers = ["containers-auth.json"]',
    'unqualifed-search-registries = ["a.corp.example"]',
    'unqualified_search_registries = ["b.corp.example"]',
    'insecure-registries = ["a.corp.example"]',
    '# a comment of its own',
    '',
  ),
  { maxLength: 4 },
);

const flag = fc.uniqueArray(
  line(
    'insecure = true',
    'insecur = true',
    'insecure = "true"',
    'blocked = false',
    'block = true',
    'mirror-by-digest-only = true',
    'mirror_by_digest_only = true',
    'short-name-mode = "disabled"',
    'unqualified-search-registries = ["docker.io"]',
    'mirror = [{ location = "m.corp.example/x", }]',
    '  # indented comment',
  ),
  { maxLength: 3 },
);

const mirrorFlag = fc.uniqueArray(
  line(
    'insecure = true',
    'blocked = true',
    'pull-from-mirror = "digest-only"',
    'pull-from-mirror = "digest_only"',
    'pull_from_mirror = "tag-only"',
    'credential-helpers = ["other"]',
  ),
  { maxLength: 2 },
);

const mirror = fc
  .tuple(fc.constantFrom('mirror', 'mirror', 'mirrors'), host, mirrorFlag)
  .map(([name, at, flags]) => [`[[registry.${name}]]`, `location = "m.${at}"`, ...flags, '']);

const registry = fc
  .tuple(
    fc.constantFrom('[[registry]]', '[[registry]]', '[[Registry]]', '[registry]'),
    host,
    flag,
    fc.array(mirror, { maxLength: 2 }),
  )
  .map(([header, at, flags, mirrors]) => [header, `location = "${at}"`, ...flags, '', ...mirrors.flat()]);

const v1List = fc
  .tuple(fc.constantFrom('search', 'insecure', 'block'), fc.uniqueArray(host, { maxLength: 3 }), fc.boolean())
  .map(([name, hosts, spread]) => {
    const hostsOnly = hosts.map((one) => one.replace(/\/.*/, ''));
    const list = spread
      ? ['registries = [', ...hostsOnly.map((one) => `  '${one}', # for ${one}`), ']']
      : [`registries = [${hostsOnly.map((one) => `"${one}"`).join(', ')}]`];
    return [`# the list ${name}`, `[registries.${name}]`, ...list, ''];
  });

/** The version 1 lists of a file, each once. */
const v1Lists = fc.uniqueArray(v1List, { maxLength: 3, selector: (lines) => lines[1] });

const joined = fc.record({ eol: fc.constantFrom('\n', '\n', '\r\n'), last: fc.boolean() }).map(
  ({ eol, last }) =>
    (lines: readonly string[]) =>
      lines.join(eol) + (last ? eol : ''),
);

/** A version 2 file with the usual mistakes. */
export const arbitraryV2: fc.Arbitrary<string> = fc
  .tuple(joined, top, fc.array(registry, { maxLength: 4 }))
  .map(([join, lines, tables]) => join([...lines, ...tables.flat()]));

/** A file that has nothing but version 1 lists. */
export const arbitraryV1: fc.Arbitrary<string> = fc
  .tuple(joined, v1Lists)
  .map(([join, lists]) => join(lists.flat()));

/** Both, mixed. */
export const arbitraryMixed: fc.Arbitrary<string> = fc
  .tuple(joined, top, fc.array(registry, { maxLength: 2 }), v1Lists)
  .map(([join, lines, tables, lists]) => join([...lines, ...tables.flat(), ...lists.flat()]));
