import { describe, expect, it } from 'vitest';
import { explain } from '../../explain/explain.ts';
import { mainPath, nodeOf } from '../../testing/node.ts';

const cache = 'var/cache/containers/short-name-aliases.conf';

/** What is tried for a short name, or the verdict where nothing is. */
function tried(
  name: string,
  main: string,
  target = 'podman@5.8',
  more: Readonly<Record<string, string>> = {},
): unknown {
  const { shortName, verdict, reference } = explain(nodeOf({ [mainPath]: main, ...more }, target), name);
  if (shortName === undefined) return reference.canonical;
  return shortName.tried.length === 0
    ? verdict
    : shortName.tried.map(({ reference: each }) => each.canonical);
}

const search = 'unqualified-search-registries = ["quay.io", "docker.io"]\n';

describe('a short name', () => {
  it('is looked for in every search registry, in order', () => {
    expect(tried('web:1', search)).toEqual(['quay.io/web:1', 'docker.io/library/web:1']);
    expect(tried('acme/web', search)).toEqual(['quay.io/acme/web:latest', 'docker.io/acme/web:latest']);
  });

  it('that has an alias is that alone, with its own tag', () => {
    const text = `${search}[aliases]\nweb = "gcr.io/acme/web"\n`;
    expect(tried('web', text)).toEqual(['gcr.io/acme/web:latest']);
    expect(tried('web:2', text)).toEqual(['gcr.io/acme/web:2']);
    expect(tried('library/web', text)).toHaveLength(2);
  });

  it('whose alias was erased is searched for', () => {
    expect(tried('web', `${search}[aliases]\nweb = ""\n`)).toHaveLength(2);
  });

  it('in the cache is what was once chosen, before any alias', () => {
    const text = `${search}[aliases]\nweb = "gcr.io/acme/web"\n`;
    const chosen = { [cache]: '[aliases]\nweb = "ghcr.io/acme/web"\n' };
    expect(tried('web', text, 'podman@5.8', chosen)).toEqual(['ghcr.io/acme/web:latest']);
  });

  it('cannot be resolved by anything while the cache is broken', () => {
    expect(tried('web', search, 'podman@5.8', { [cache]: '[aliases' })).toBe('short-name-error');
  });

  it('fails without search registries, and with several when they are enforced', () => {
    expect(tried('web', '')).toBe('short-name-error');
    expect(tried('web', `${search}short-name-mode = "enforcing"\n`)).toBe('short-name-error');
    expect(
      tried('web', 'unqualified-search-registries = ["quay.io"]\nshort-name-mode = "enforcing"\n'),
    ).toEqual(['quay.io/web:latest']);
  });

  it('is a name on Docker Hub for skopeo', () => {
    expect(tried('web', search, 'skopeo@1.19')).toBe('docker.io/library/web:latest');
  });

  it.each([
    ['myhost/web', true],
    ['localhost/web', false],
    ['my.host/web', false],
    ['host:5000/web', false],
  ])('%s: %s', (name, short) => {
    expect(Array.isArray(tried(name, search))).toBe(short);
  });
});

describe('CRI-O', () => {
  it('searches without asking up to 1.33, and enforces from 1.34', () => {
    expect(tried('web', `${search}short-name-mode = "enforcing"\n`, 'cri-o@1.33')).toHaveLength(2);
    expect(tried('web', `${search}short-name-mode = "disabled"\n`, 'cri-o@1.34')).toBe('short-name-error');
  });
});
