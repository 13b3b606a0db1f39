import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { MirrorRule } from '../../dialects/openshift/model.ts';
import {
  buildTables,
  type NodeMirror,
  type NodeTable,
  type RegistriesInput,
  ruleError,
  scopeOf,
} from './registries.ts';
import { traitsOf } from './releases.ts';
import { isNested } from './scopes.ts';

const span = { start: 0, end: 0 };
const at = <T extends string>(value: T) => ({ value, span });

function rule(source: string, mirrors: readonly string[], policy?: string): MirrorRule {
  return {
    source: at(source),
    mirrors: mirrors.map(at),
    span,
    ...(policy !== undefined && { policy: at(policy) }),
  };
}

const nothing: RegistriesInput = { insecure: [], blocked: [], digest: [], tag: [] };

/** `scope flags mirrors` of each table. */
function tables(input: Partial<RegistriesInput>): readonly string[] | string {
  const built = buildTables({ ...nothing, ...input });
  if (!built.ok) return built.error;
  return built.tables.map((table) => lineOf({ ...table, scope: scopeOf(table) }));
}

function lineOf({
  scope,
  insecure,
  blocked,
  mirrors,
}: Omit<PlainTable, 'mirrors'> & Pick<NodeTable, 'mirrors'>): string {
  const texts = mirrors.map(
    ({ location, insecure: open, pull }) => `${location}${open ? '!' : ''}(${pull[0]})`,
  );
  return [scope, `${insecure ? 'i' : ''}${blocked ? 'b' : ''}`, ...texts].join(' ').trim();
}

interface PlainTable {
  readonly scope: string;
  insecure: boolean;
  blocked: boolean;
  mirrors: NodeMirror[];
}

/** What the operator does, step by step and scope by scope, for inputs whose sources have one rule with one mirror. */
function plainly({ insecure, blocked, digest, tag }: RegistriesInput): readonly string[] {
  const all: PlainTable[] = [];
  const tableOf = (scope: string): PlainTable => {
    const known = all.find((table) => table.scope === scope);
    if (known !== undefined) return known;
    const made = { scope, insecure: false, blocked: false, mirrors: [] };
    all.push(made);
    return made;
  };
  const add = (ruled: readonly MirrorRule[], pull: NodeMirror['pull']): readonly string[] => {
    const sorted = ruled.toSorted((a, b) => (a.source.value < b.source.value ? -1 : 1));
    for (const { source, mirrors } of sorted)
      tableOf(source.value).mirrors.push({ location: mirrors[0]!.value, insecure: false, pull });
    return sorted.map((each) => each.source.value);
  };
  const sources = [...add(digest, 'digest-only'), ...add(tag, 'tag-only')];
  for (const scope of [...blocked, ...insecure]) tableOf(scope);
  for (const scope of blocked)
    for (const table of all) if (isNested(table.scope, scope)) table.blocked = true;
  for (const scope of insecure)
    for (const table of all) {
      if (isNested(table.scope, scope)) table.insecure = true;
      for (const mirror of table.mirrors) if (isNested(mirror.location, scope)) mirror.insecure = true;
    }
  for (const source of sources) passOnPlainly(tableOf(source), all);
  return all.map(lineOf);
}

function passOnPlainly({ scope, mirrors }: PlainTable, all: readonly PlainTable[]): void {
  for (const table of all) {
    if (table.scope === scope || !isNested(table.scope, scope) || table.mirrors.length > 0) continue;
    const rest = table.scope.slice(scope.length);
    table.mirrors = mirrors.map((each) => ({ ...each, location: each.location + rest }));
  }
}

const scope = fc
  .tuple(
    fc.constantFrom('a.com', 'B.com', 'x.a.com', 'a.com:5000', '*.a.com', '*.com'),
    fc.array(fc.constantFrom('n', 'm'), { maxLength: 3 }),
  )
  .map(([host, path]) => (host.startsWith('*') ? host : [host, ...path].join('/')));
const source = scope.filter((each) => !each.startsWith('*'));
const rules = fc.uniqueArray(
  fc
    .tuple(source, fc.constantFrom('m.com', 'x.a.com/n', 'a.com:5000/k'))
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => rule(from, [to])),
  { maxLength: 4, selector: (each) => each.source.value },
);

test('flags and mirrors reach the same tables as when every scope is compared with every table', () => {
  fc.assert(
    fc.property(
      fc.record({
        insecure: fc.array(scope, { maxLength: 4 }),
        blocked: fc.array(scope, { maxLength: 4 }),
        digest: rules,
        tag: rules,
      }),
      (input) => {
        expect(tables(input)).toEqual(plainly(input));
      },
    ),
    { numRuns: 3000 },
  );
});

it('gives a table below two sources the mirrors of the least specific one', () => {
  const input = {
    blocked: ['s.com/a/b'],
    digest: [rule('s.com', ['m1.local']), rule('s.com/a', ['m2.local'])],
  };
  expect(tables(input)).toEqual([
    's.com  m1.local(d)',
    's.com/a  m2.local(d)',
    's.com/a/b b m1.local/a/b(d)',
  ]);
});

it('copies mirrors for digests and tags, but not that the source is never asked', () => {
  const input = {
    insecure: ['s.com/a'],
    digest: [rule('s.com', ['d.local'], 'NeverContactSource')],
    tag: [rule('s.com', ['t.local'], 'NeverContactSource')],
  };
  expect(tables(input)).toEqual(['s.com b d.local(d) t.local(t)', 's.com/a i d.local/a(d) t.local/a(t)']);
});

it('takes no notice of a rule that names nothing but its source, nor of its policy', () => {
  const input = { digest: [rule('s.com', ['s.com'], 'NeverContactSource'), rule('t.com', [])] };
  expect(tables(input)).toEqual([]);
});

it('stops at a wildcard whose mirrors a table below it would get, and names the first', () => {
  const input = {
    blocked: ['x.a.com', 'y.b.com'],
    digest: [rule('*.b.com', ['m.local']), rule('*.a.com', ['m.local'])],
  };
  expect(tables(input)).toBe('internal error: mirrorsAdjustedForNestedScope for a wildcard scope "*.a.com"');
});

const never = 'NeverContactSource';

test.each([
  ['4.12', [rule('', [])], 'invalid empty entry for source configuration'],
  ['4.15', [rule('a.com', [''])], 'invalid empty entry for mirror configuration'],
  [
    '4.15',
    [rule('*.a.com', ['m'])],
    'wildcard entries are not supported with mirror configuration "*.a.com"',
  ],
  ['4.15', [rule('a.com:v1', ['HTTP://m'])], undefined],
  ['4.16', [rule('*.a.com', ['m'])], undefined],
  ['4.16', [rule('', [])], 'invalid format for source ""'],
  ['4.16', [rule('a.com', ['*.m'])], 'invalid format for mirror "*.m"'],
  ['4.16', [rule('a"b', ['m'])], 'invalid format for source "a\\"b"'],
  // mirror by mirror, so that the first of them in the list is the one complained of
  [
    '4.16',
    [rule('a.com', ['a.com', 'm/X'], never)],
    'cannot set mirrorSourcePolicy: NeverContactSource if the source "a.com" is one of the mirrors',
  ],
  ['4.16', [rule('a.com', ['m/X', 'a.com'], never)], 'invalid format for mirror "m/X"'],
  // the policies of a source are compared before its mirrors are looked at
  [
    '4.14',
    [rule('a.com', ['m']), rule('a.com', ['*'], never)],
    'conflicting mirrorSourcePolicy is set for the same source "a.com" in imagedigestmirrorsets and/or imagetagmirrorsets',
  ],
  [
    '4.15',
    [rule('a.com', ['m']), rule('a.com', ['m'], never)],
    'conflicting mirrorSourcePolicy is set for the same source "a.com" in imagedigestmirrorsets, imagetagmirrorsets, or imagecontentsourcepolicies',
  ],
  ['4.15', [rule('a.com', ['m']), rule('a.com', ['m'], 'AllowContactingSource')], undefined],
])('%s refuses rules in the words of the operator', (release, digest, expected) => {
  const [major, minor] = release.split('.').map(Number) as [number, number];
  expect(ruleError({ digest, tag: [] }, traitsOf([major, minor]))).toBe(expected);
});

it('judges rules for tags after those for digests', () => {
  const input = { digest: [rule('a.com', ['m'])], tag: [rule('a.com', ['m'], never), rule('', [])] };
  expect(ruleError(input, traitsOf([4, 20]))).toMatch(/^conflicting/);
});
