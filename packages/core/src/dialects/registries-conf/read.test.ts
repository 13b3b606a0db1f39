import { describe, expect, it } from 'vitest';
import { sourceText } from '../../text/source.ts';
import type { RegistriesConf } from './model.ts';
import { readRegistriesConf } from './read.ts';

function read(text: string): RegistriesConf {
  return readRegistriesConf('registries.conf', sourceText(text)).model;
}

describe('registries.conf is read', () => {
  it('with every value at its place', () => {
    const text = '[[registry]]\nprefix = "quay.io"\nlocation = "m.example" # note\ninsecure = true\n';
    const [registry] = read(text).registries;
    expect(registry).toMatchObject({ prefix: { value: 'quay.io' }, insecure: { value: true } });
    const { span, keySpan } = registry!.location!;
    expect(text.slice(span.start, span.end)).toBe('"m.example"');
    expect(text.slice(keySpan!.start, keySpan!.end)).toBe('location');
  });

  it('with keys in any case, as its decoder folds them', () => {
    expect(read('[[Registry]]\nLOCATION = "quay.io"\n').registries).toMatchObject([
      { location: { value: 'quay.io' } },
    ]);
  });

  it('with tables written in line', () => {
    const { registries } = read(
      'registry = [{ location = "quay.io", mirror = [{ location = "m.example" }] }]\n',
    );
    expect(registries).toMatchObject([
      { location: { value: 'quay.io' }, mirrors: [{ location: { value: 'm.example' } }] },
    ]);
  });

  it('with mirrors at the registry above them', () => {
    const text =
      '[[registry]]\nlocation = "a.example"\n[[registry]]\nlocation = "b.example"\n[[registry.mirror]]\nlocation = "m.example"\n';
    expect(read(text).registries.map(({ mirrors }) => mirrors.length)).toEqual([0, 1]);
  });

  it('as far as it can be, with faults and unknown keys told', () => {
    const model = read(
      '[[registry]]\nlocation = "quay.io"\nmirrors = 1\ninsecure = "yes"\nb = [1\n\n[[registry]]\nlocation = "gcr.io"\n',
    );
    expect(model.registries.at(-1)).toMatchObject({ location: { value: 'gcr.io' } });
    expect(model.unknownKeys.map(({ key }) => key)).toContain('mirrors');
    expect(model.typeErrors.map(({ path }) => path).join()).toContain('insecure');
  });

  it('with keys such as __proto__ as the data they are', () => {
    const model = read('[aliases]\n__proto__ = "quay.io/a/b"\nconstructor = "quay.io/c/d"\n');
    expect(model.aliases?.names.map(({ name }) => name.value)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('in version 1', () => {
    const { v1 } = read(
      "[registries.search]\nregistries = ['quay.io']\n[registries.block]\nregistries = []\n",
    );
    expect(v1.search?.items.map(({ value }) => value)).toEqual(['quay.io']);
    expect(v1.block?.items).toEqual([]);
    expect(v1.insecure).toBeUndefined();
  });
});
