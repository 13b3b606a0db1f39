import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../../testing/node.ts';
import type { EffectiveConfig } from './config.ts';

// expectations for this target are answers of the real program
const debian = 'skopeo@1.9.3';
const v1 = '[registries.search]\nregistries = ["quay.io"]\n';

function load(text: string, target = debian): EffectiveConfig {
  return nodeOf({ [mainPath]: text }, target).config();
}

function conditions(text: string, target = debian): readonly string[] {
  return load(text, target).loadErrors.map(({ condition }) => condition);
}

describe('version 1', () => {
  it('gives one table for each entry, with the flags of all lists it is in', () => {
    const { registries } = load(
      '[registries.block]\nregistries = ["a.example/", "b.example"]\n[registries.insecure]\nregistries = ["a.example", "c.example/x"]\n',
    );
    const flags = registries.map(({ prefix, location, blocked, insecure }) => [
      prefix,
      location,
      blocked,
      insecure,
    ]);
    expect(flags).toEqual([
      ['a.example', 'a.example', true, true],
      ['b.example', 'b.example', true, false],
      ['c.example/x', 'c.example/x', false, true],
    ]);
  });

  it('gives the search list', () => {
    const text = '[registries.search]\nregistries = ["quay.io/", "docker.io"]\n';
    expect(load(text).searchRegistries?.values).toEqual(['quay.io', 'docker.io']);
  });

  it('takes networks and words such as all for names', () => {
    const text = '[registries.block]\nregistries = ["10.0.0.0/8", "all", "*"]\n';
    expect(load(text).loadErrors).toEqual([]);
    expect(load(text).registries.map(({ prefix }) => prefix)).toEqual(['*', '10.0.0.0/8', 'all']);
  });

  it.each([
    ['B2', '[registries.search]\nregistries = ["https://q.example"]'],
    ['B2', '[registries.insecure]\nregistries = ["http://q.example/"]'],
    ['B3', '[registries.block]\nregistries = ["/"]'],
    ['B11', '[registries.search]\nregistries = ["q.example/x"]'],
    ['B13', '[registries.block]\nregistries = ["*.x:5000"]'],
    ['B1', '[registries]\nsearch = ["q.example"]'],
    ['B1', '[registries.search]\nregistries = "q.example"'],
    ['B1', 'registries = ["q.example"]'],
  ])('is refused for %s: %j', (condition, text) => {
    expect(conditions(text)).toEqual([condition]);
  });

  it('is shown where its first list stands', () => {
    const [error] = load(v1, 'podman@6.0').loadErrors;
    const { start, end } = error!.origin.span;
    expect(error).toMatchObject({
      condition: 'B18',
      message: 'registries.conf must be in v2 format but is in v1',
    });
    expect(v1.slice(start, end)).toBe('registries');
  });
});

describe('beside version 1 there may not be', () => {
  it.each([
    'unqualified-search-registries = ["q.example"]\n',
    'short-name-mode = "enforcing"\n',
    'credential-helpers = ["a"]\n',
  ])('%j', (v2) => {
    expect(conditions(v2 + v1)).toEqual(['B16']);
  });

  it.each(['[aliases]\na = "b.example/d"\n', '[[registry]]\nlocation = "b.example"\n'])('%j', (v2) => {
    expect(conditions(v1 + v2)).toEqual(['B16']);
  });

  it('version 2, to which the error points', () => {
    const text = `short-name-mode = "disabled"\n${v1}`;
    const [other] = load(text).loadErrors[0]!.related!;
    expect(text.slice(other!.origin.span.start, other!.origin.span.end)).toBe('short-name-mode');
  });
});

describe('beside version 1 there may be', () => {
  it.each([
    ['an empty mode', 'short-name-mode = ""\n'],
    ['an empty list of helpers, before 5.24', 'credential-helpers = []\n'],
    ['an empty search list, before 5.24', 'unqualified-search-registries = []\n'],
    ['no tables at all, before 5.24', 'registry = []\n'],
    ['a helper for layer stores, before 5.32', 'additional-layer-store-auth-helper = "a"\n'],
    ['keys that nobody knows', 'unknown = 1\n'],
  ])('%s', (_, v2) => {
    expect(conditions(v2 + v1)).toEqual([]);
    expect(load(v2 + v1).searchRegistries?.values).toEqual(['quay.io']);
  });

  it('a table of aliases without any, before 5.24', () => {
    expect(conditions(`${v1}[aliases]\n`)).toEqual([]);
  });
});

describe('a header of version 1', () => {
  const v2 = '[[registry]]\nlocation = "q.example"\n';

  it('alone makes no file version 1, in any release', () => {
    for (const target of [debian, 'podman@5.8', 'podman@6.0'])
      expect(conditions(`[registries.search]\n${v2}`, target), target).toEqual([]);
  });

  it('with an empty list does since 5.24', () => {
    const text = `[registries.search]\nregistries = []\n${v2}`;
    expect(conditions(text)).toEqual([]);
    expect(conditions(text, 'containers-image@5.24')).toEqual(['B16']);
  });
});
