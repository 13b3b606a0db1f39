import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { sourceText } from '../text/source.ts';
import { readMirrorPolicy } from './read.ts';
import { newMirrorPolicy, writeMirrorPolicy, yamlText } from './write.ts';

const words = [
  'no',
  'On',
  'y',
  'null',
  '~',
  '1.10',
  '0x1f',
  '1e3',
  '12:30',
  '5000',
  '-',
  'a: b',
  'a #b',
  '*a',
  '2024-01-01',
  '10.0.0.1:5000',
  '.5',
  '<<',
  'a:',
];

test('any text is a text again, whichever version of YAML reads it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme' })), (value) => {
      for (const version of ['1.1', '1.2'] as const) {
        expect(parse(`a: ${yamlText(value)}\n`, { version })).toEqual({ a: value });
        expect(parse(`[${yamlText(value)}]`, { version })).toEqual([value]);
      }
    }),
    { numRuns: 2000 },
  );
});

it('leaves names of registries without quotes', () => {
  for (const name of [
    'quay.io',
    'registry.corp.example:5000/team/app',
    '192.0.2.1:5000',
    '192.0.2.1',
    'a_b/c-d',
  ])
    expect(yamlText(name)).toBe(name);
});

describe('a policy that is written', () => {
  it('is read as it was meant, with keys and lists in the order of the reference', () => {
    const text = writeMirrorPolicy({
      upstreams: [
        {
          registry: '*.example',
          fallback: 'block',
          mirrors: [
            { location: 'm.example', style: 'harbor', project: 'no', insecure: false, ca: 'root' },
            { location: 'n.example' },
          ],
        },
      ],
      search: [],
      allowed: Array.from({ length: 20 }, (_, index) => `r${index}.example`),
      aliases: new Map([['on', 'quay.io/a']]),
      cas: new Map([['root', '/pki/root.pem']]),
    });
    const { tree, model } = readMirrorPolicy('p.yaml', sourceText(text));
    expect([tree.problems, model.problems]).toEqual([[], []]);
    const [upstream] = model.upstreams;
    expect(upstream).toMatchObject({ registry: { value: '*.example' }, fallback: { value: 'block' } });
    expect(upstream?.mirrors[0]).toMatchObject({ project: { value: 'no' }, insecure: { value: false } });
    expect(upstream?.mirrors).toHaveLength(2);
    expect(model.search?.items).toEqual([]);
    expect(model.allowed?.items).toHaveLength(20);
    expect(model.aliases[0]?.name.value).toBe('on');
    expect([...text.matchAll(/^([a-z]+):/gim)].map(([, key]) => key)).toEqual([
      'version',
      'upstreams',
      'allowed',
      'search',
      'aliases',
      'cas',
    ]);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('may say nothing but its version', () => {
    for (const text of [writeMirrorPolicy({}), newMirrorPolicy()]) {
      const { tree, model } = readMirrorPolicy('p.yaml', sourceText(text));
      expect([tree.problems, model.problems, model.version?.value]).toEqual([[], [], 1]);
    }
  });
});
