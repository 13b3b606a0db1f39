import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../../testing/node.ts';

const dropIn = 'etc/containers/registries.conf.d/50-x.conf';

/** The conditions for which a target refuses the files. */
function conditions(target: string, main: string, drop?: string): readonly string[] {
  const files = { [mainPath]: main, ...(drop !== undefined && { [dropIn]: drop }) };
  return [
    ...new Set(
      nodeOf(files, target)
        .config()
        .loadErrors.map(({ condition }) => condition),
    ),
  ];
}

const registry = (keys: string): string => `[[registry]]\n${keys}\n`;
const mirror = (keys: string): string => `${registry('location = "quay.io"')}[[registry.mirror]]\n${keys}\n`;
const current = 'containers-image@5.39';

describe('a file is refused', () => {
  it.each([
    ['B1', 'a = '],
    ['B1', 'short-name-mode = 1'],
    ['B1', registry('location = ["quay.io"]')],
    ['B2', registry('location = "https://quay.io"')],
    ['B2', registry('prefix = "http://quay.io"\nlocation = "quay.io"')],
    ['B2', mirror('location = "http://m.example"')],
    ['B2', 'unqualified-search-registries = ["https://quay.io"]'],
    ['B3', registry('insecure = true')],
    ['B3', registry('location = "/"')],
    ['B4', registry('prefix = "quay.io"')],
    ['B5', registry('location = "quay.io"\npull-from-mirror = "all"')],
    ['B6', mirror('insecure = true')],
    ['B6', mirror('location = "//"')],
    [
      'B7',
      `${registry('location = "quay.io"\nmirror-by-digest-only = true')}[[registry.mirror]]\nlocation = "m.example"\npull-from-mirror = "all"\n`,
    ],
    ['B8', mirror('location = "m.example"\npull-from-mirror = "digest"')],
    ['B9', registry('location = "a.example"') + registry('location = "a.example/"\ninsecure = true')],
    ['B10', registry('location = "a.example"') + registry('location = "a.example"\nblocked = true')],
    ['B11', 'unqualified-search-registries = ["quay.io/acme"]'],
    ['B11', 'unqualified-search-registries = [""]'],
    ['B11', 'unqualified-search-registries = ["my_host"]'],
    ['B12', 'short-name-mode = "strict"'],
    ['B13', registry('prefix = "*.example:5000"')],
    ['B13', registry('location = "*.example/ns"')],
    ['B14', '[aliases]\n"quay.io/web" = "quay.io/acme/web"'],
    ['B14', '[aliases]\n"web:1" = "quay.io/acme/web"'],
    ['B15', '[aliases]\nweb = "acme/web"'],
    ['B15', '[aliases]\nweb = "quay.io/acme/web:1"'],
    ['B16', `[registries.search]\nregistries = []\n${registry('location = "quay.io"')}`],
    ['B18', '[registries.search]\nregistries = ["quay.io"]', 'containers-image@5.40'],
  ])('for %s: %j', (condition, text, target = current) => {
    expect(conditions(target, text)).toEqual([condition]);
  });

  it('for B17, version 1 in a drop-in, whatever the main file is', () => {
    const v1 = '[registries.insecure]\nregistries = ["a.example"]\n';
    expect(conditions(current, '', v1)).toEqual(['B17']);
    expect(conditions(current, v1)).toEqual([]);
  });

  it('for several reasons at once, each told', () => {
    const text = registry('location = "http://a.example"') + registry('prefix = "b.example"');
    expect(conditions(current, text)).toEqual(['B2', 'B4']);
  });
});

describe('a file is taken', () => {
  it.each([
    ['HTTPS in capitals is no scheme', registry('location = "HTTPS://quay.io"')],
    ['an alias that erases', '[aliases]\nweb = ""'],
    ['one location with equal flags twice', registry('location = "a.example"').repeat(2)],
    ['a wildcard without location', registry('prefix = "*.example"')],
    ['nothing', ''],
  ])('with %s', (_, text) => {
    expect(conditions(current, text)).toEqual([]);
  });

  it('when the clash is between two files', () => {
    expect(
      conditions(
        current,
        registry('location = "a.example"'),
        registry('location = "a.example"\nblocked = true'),
      ),
    ).toEqual([]);
  });
});

describe('releases differ', () => {
  it.each([
    [
      'pull-from-mirror on a registry since 5.21',
      registry('location = "a.b"\npull-from-mirror = "all"'),
      '5.20',
      '5.21',
      'B5',
    ],
    [
      'an unknown pull-from-mirror since 5.21',
      mirror('location = "m.b"\npull-from-mirror = "x"'),
      '5.20',
      '5.21',
      'B8',
    ],
    ['malformed wildcards since 5.11', registry('prefix = "*.b:1"\nlocation = "c.d"'), '5.10', '5.11', 'B13'],
    ['an unknown short-name mode since 5.8', 'short-name-mode = "x"', '5.7', '5.8', 'B12'],
    ['version 1 since 5.40', '[registries.search]\nregistries = ["a.b"]', '5.39', '5.40', 'B18'],
    [
      'an empty list of version 1 beside version 2 since 5.24',
      `[registries.search]\nregistries = []\n${registry('location = "a.b"')}`,
      '5.23',
      '5.24',
      'B16',
    ],
  ])('%s', (_, text, before, from, condition) => {
    expect(conditions(`containers-image@${before}`, text)).toEqual([]);
    expect(conditions(`containers-image@${from}`, text)).toEqual([condition]);
  });

  it('wildcards without location only until 5.10', () => {
    const text = registry('prefix = "*.example"');
    expect(conditions('containers-image@5.10', text)).toEqual(['B23']);
    expect(conditions('containers-image@5.11', text)).toEqual([]);
  });

  it('a prefix of one character brought 5.11 to 5.16 down', () => {
    const text = registry('prefix = "a"\nlocation = "b.example"');
    expect(conditions('containers-image@5.10', text)).toEqual([]);
    expect(conditions('containers-image@5.16', text)).toEqual(['B22']);
    expect(conditions('containers-image@5.17', text)).toEqual([]);
  });
});
