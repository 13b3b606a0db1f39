import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, it, test } from 'vitest';
import type { ConfContent } from './lower.ts';
import { writeRegistriesConf } from './write-registries.ts';

const name = fc.oneof(fc.constantFrom('q.example', '__proto__', 'a"b\\', 'é'), fc.string({ minLength: 1 }));
const pull = fc.constantFrom('digest-only' as const, 'tag-only' as const, undefined);
const mirror = fc
  .record({ location: name, insecure: fc.boolean(), pullFromMirror: pull })
  .map(({ pullFromMirror, ...rest }) => ({ ...rest, ...(pullFromMirror && { pullFromMirror }) }));
const registry = fc.record({
  prefix: name,
  location: name,
  insecure: fc.boolean(),
  blocked: fc.boolean(),
  digestOnly: fc.boolean(),
  mirrors: fc.array(mirror, { maxLength: 2 }),
});

/** The keys that are true or have a value. */
function present(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== false),
  );
}

test('a TOML reader finds what was written, whatever the names hold', () => {
  fc.assert(
    fc.property(
      fc.array(registry, { maxLength: 3 }),
      fc.array(name, { maxLength: 3 }),
      (registries, search) => {
        const content: ConfContent = { registries, search, shortNameMode: 'enforcing', aliases: new Map() };
        const read: unknown = JSON.parse(JSON.stringify(parse(writeRegistriesConf(content))));
        expect(read).toEqual({
          'unqualified-search-registries': search,
          'short-name-mode': 'enforcing',
          ...(registries.length > 0 && {
            registry: registries.map(({ prefix, location, insecure, blocked, digestOnly, mirrors }) => ({
              ...present({ prefix, location, insecure, blocked, 'mirror-by-digest-only': digestOnly }),
              ...(mirrors.length > 0 && {
                mirror: mirrors.map((each) =>
                  present({
                    location: each.location,
                    insecure: each.insecure,
                    'pull-from-mirror': each.pullFromMirror,
                  }),
                ),
              }),
            })),
          }),
        });
      },
    ),
  );
});

it('puts aliases behind all tables, where they end none of them', () => {
  const text = writeRegistriesConf({
    registries: [{ prefix: '*.example', insecure: false, blocked: true, digestOnly: false, mirrors: [] }],
    aliases: new Map([['a.b/c', 'q.example/c']]),
  });
  expect(parse(text)).toEqual({
    registry: [{ prefix: '*.example', blocked: true }],
    aliases: { 'a.b/c': 'q.example/c' },
  });
});
