import { describe, expect, it, test } from 'vitest';
import { attachmentScopes, attachmentsYaml, type WrittenRegistries } from './attachments.ts';
import { encodeRegistries } from './encode.ts';
import { loadNode } from './loader.ts';
import { buildTables, scopeOf } from './registries.ts';
import { traitsOf } from './releases.ts';

const span = { start: 0, end: 0 };
const traits = traitsOf([4, 20]);

/** registries.conf for sources and their mirrors. */
function written(
  digest: Readonly<Record<string, readonly string[]>>,
  { tag = {}, blocked = [] }: { readonly tag?: typeof digest; readonly blocked?: readonly string[] } = {},
): WrittenRegistries {
  const rules = (sets: typeof digest) =>
    Object.entries(sets).map(([source, mirrors]) => ({
      source: { value: source, span },
      mirrors: mirrors.map((value) => ({ value, span })),
      span,
    }));
  const built = buildTables({ insecure: [], blocked, digest: rules(digest), tag: rules(tag) });
  if (!built.ok) throw new Error(built.error);
  return {
    tables: built.tables.map(scopeOf),
    config: loadNode(encodeRegistries([], built.tables, traits)),
  };
}

function scopes(policies: readonly string[], registries?: WrittenRegistries): readonly string[] | string {
  const result = attachmentScopes(policies, registries);
  return result.ok ? result.scopes.toSorted() : result.error;
}

describe('signatures are looked for', () => {
  it('in the scopes alone where the operator writes no registries.conf', () => {
    expect(scopes(['q.example/A&b', '*.example'])).toEqual(['*.example', 'q.example/A&b']);
  });

  it('in the mirrors of a source around the scope, with the rest of its path', () => {
    const registries = written({ 'q.example': ['far.example'], 'q.example/team': ['m.example/t'] });
    expect(scopes(['q.example/team/app'], registries)).toEqual(['m.example/t/app', 'q.example/team/app']);
  });

  it('in the tables below the scope and their mirrors', () => {
    const registries = written(
      { 'q.example/team/app': ['m.example/a'] },
      { tag: { 'q.example/team': ['t.example/t'] } },
    );
    expect(scopes(['q.example/team'], registries)).toEqual([
      'm.example/a',
      'q.example/team',
      'q.example/team/app',
      't.example/t',
    ]);
  });

  it('in the mirrors of a wildcard source, which has no place of its own', () => {
    const registries = written({ '*.q.example': ['m.example/q'] });
    expect(scopes(['a.q.example/team', '*.q.example'], registries)).toEqual([
      '*.q.example',
      'a.q.example/team',
      'm.example/q',
      'm.example/q/team',
    ]);
  });

  it('in the mirrors of a wildcard below the scope, and not under its own name', () => {
    const registries = written({ '*.x.q.example': ['m.example'] });
    expect(scopes(['*.q.example'], registries)).toEqual(['*.q.example', 'm.example']);
  });

  it('under the repository of a scope with tag or digest where a table covers it', () => {
    const digest = `q.example/app@sha256:${'0'.repeat(64)}`;
    expect(scopes([digest], written({ 'q.example': ['m.example'] }))).toEqual([
      'm.example/app',
      'q.example/app',
      digest,
    ]);
    expect(scopes(['q.example/app:v1'], written({ 'other.example': ['m.example'] }))).toEqual([
      'q.example/app:v1',
    ]);
  });

  it('not in tables below the repository of a scope with a tag', () => {
    const registries = written({}, { blocked: ['q.example/app/x'] });
    expect(scopes(['q.example/app:v1'], registries)).toEqual(['q.example/app:v1']);
  });

  it('where a node looks for a host with a port, which the table without a port covers there', () => {
    const registries = written({ 'q.example': ['m.example'] });
    expect(scopes(['q.example:5000'], registries)).toEqual(['m.example:5000', 'q.example:5000']);
  });
});

describe('the operator stops', () => {
  const adding = (scope: string, rest: string): string =>
    `error adding clusterimagepolicy scope ${scope} relevant mirrors: ${rest}`;

  test.each([
    [
      'at a mirror that is a host for a source with a path',
      'q.example/app',
      written({ 'q.example/app': ['m.example'] }),
      'error getting digest sources for scope q.example/app: rewriting reference: repository name must be canonical',
    ],
    [
      'at docker.io, whose name changes with the path that is added',
      'docker.io',
      written({}, { blocked: ['docker.io'] }),
      'error getting digest sources for scope docker.io/a: rewriting reference: repository name must be canonical',
    ],
    [
      'at a table that is no reference',
      'q.example',
      written({}, { blocked: ['q.example/a&b'] }),
      'error parsing scope q.example/a&b: invalid reference format',
    ],
    [
      'at a table for one tag, which no other reference falls into',
      'q.example/a:v1',
      written({}, { blocked: ['q.example/a:v1'] }),
      `error getting digest sources for scope q.example/a:v1: invalid prefix 'q.example/a:v1' for reference 'q.example/a@sha256:${'a'.repeat(64)}'`,
    ],
  ])('%s', (_, scope, registries, message) => {
    expect(scopes([scope], registries)).toBe(adding(scope, message));
  });

  it('at mirrors for tags too', () => {
    const registries = written(
      { 'q.example/app': ['m.example/app'] },
      { tag: { 'q.example/app': ['t.example'] } },
    );
    expect(scopes(['q.example/app'], registries)).toMatch(/error getting tag sources for scope/);
  });
});

describe('sigstore-registries.yaml', () => {
  const keys = (names: readonly string[]): readonly string[] =>
    attachmentsYaml(names)
      .split('\n')
      .filter((line) => /^ {2}\S/.test(line))
      .map((line) => line.trim());

  it('counts numbers in names by their value, and has letters last', () => {
    const sorted = [
      '*.example',
      'B.example',
      'm2.example',
      'm10.example',
      'm1a.example',
      'q:5000',
      'q1.example',
      'q.example',
    ];
    expect(keys(sorted)).toEqual([
      "'*.example':",
      'B.example:',
      'm2.example:',
      'm10.example:',
      'm1a.example:',
      'q.example:',
      'q:5000:',
      'q1.example:',
    ]);
  });

  it('puts a number with zeros before it behind the one without', () => {
    expect(keys(['m10.example', 'm1.example', 'm01.example', 'm0.example'])).toEqual([
      'm0.example:',
      'm1.example:',
      'm01.example:',
      'm10.example:',
    ]);
  });

  it('quotes names that would be read as numbers or truth values', () => {
    expect(keys(['10.1', 'no', '5000', 'nope.example'])).toEqual([
      '"10.1":',
      '"5000":',
      '"no":',
      'nope.example:',
    ]);
  });

  it('writes a long name on a line of its own', () => {
    const long = `q.example/${'a'.repeat(120)}`;
    expect(attachmentsYaml([long])).toBe(`docker:\n  ? ${long}\n  : use-sigstore-attachments: true\n`);
  });
});
