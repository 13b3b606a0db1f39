import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../../testing/node.ts';
import type { EffectiveConfig } from './config.ts';

const dropIns = 'etc/containers/registries.conf.d';

function merged(...texts: readonly string[]): EffectiveConfig {
  const [main = '', ...drops] = texts;
  const files = drops.map((text, index) => [`${dropIns}/${10 + index}-x.conf`, text]);
  return nodeOf({ [mainPath]: main, ...Object.fromEntries(files) }, 'containers-image@5.39').config();
}

describe('files are merged', () => {
  it('by whole tables: a later one of the same prefix takes everything of the earlier', () => {
    const config = merged(
      '[[registry]]\nlocation = "quay.io"\ninsecure = true\n[[registry.mirror]]\nlocation = "m.example"\n',
      '[[registry]]\nprefix = "quay.io/"\nlocation = "q.example"\n',
    );
    expect(config.registries).toMatchObject([
      { prefix: 'quay.io', location: 'q.example', insecure: false, mirrors: [] },
    ]);
    expect(config.shadowed).toMatchObject([{ reason: 'replaced-by-later-file' }]);
  });

  it('within one file the first table of a prefix wins', () => {
    const config = merged(
      '[[registry]]\nprefix = "quay.io"\nlocation = "a.example"\n[[registry]]\nprefix = "quay.io"\nlocation = "b.example"\n',
    );
    expect(config.registries.map(({ location }) => location)).toEqual(['a.example']);
    expect(config.shadowed).toMatchObject([{ reason: 'same-prefix-in-file' }]);
  });

  it('lists are replaced where they are written, also by an empty one', () => {
    const search = (config: EffectiveConfig): readonly string[] | undefined =>
      config.searchRegistries?.values;
    const main = 'unqualified-search-registries = ["quay.io"]\n';
    expect(search(merged(main, 'short-name-mode = "disabled"\n'))).toEqual(['quay.io']);
    expect(search(merged(main, 'unqualified-search-registries = []\n'))).toEqual([]);
    expect(search(merged(main, 'unqualified-search-registries = ["a.example"]\n'))).toEqual(['a.example']);
  });

  it('the short-name mode is replaced, and an empty one changes nothing', () => {
    const mode = (config: EffectiveConfig): string => config.shortNameMode;
    expect(mode(merged('short-name-mode = "enforcing"\n', 'short-name-mode = ""\n'))).toBe('enforcing');
    expect(mode(merged('short-name-mode = "enforcing"\n', 'short-name-mode = "disabled"\n'))).toBe(
      'disabled',
    );
  });

  it('aliases name by name, and an empty value erases', () => {
    const { aliases } = merged(
      '[aliases]\na = "quay.io/x/a"\nb = "quay.io/x/b"\n',
      '[aliases]\nb = ""\nc = "quay.io/x/c"\n',
    );
    const kept = [...aliases].filter(([, { value }]) => value !== '');
    expect(kept.map(([name]) => name)).toEqual(['a', 'c']);
  });

  it('and sorted by prefix in byte order', () => {
    const table = (place: string): string => `[[registry]]\nlocation = "${place}"\n`;
    const config = merged(
      table('b.example') + table('a.example:5000') + table('a.example/x') + table('B.example'),
    );
    expect(config.registries.map(({ prefix }) => prefix)).toEqual([
      'B.example',
      'a.example/x',
      'a.example:5000',
      'b.example',
    ]);
  });
});
