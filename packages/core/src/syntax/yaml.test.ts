import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import { entryOf, type ValueNode } from './tree.ts';
import { parseYaml } from './yaml.ts';
import { yamlTokens } from './yaml-tokens.ts';

const parse = (text: string) => parseYaml(sourceText(text));

function problems(text: string): readonly string[] {
  return parse(text).problems.map(({ id, span }) => `${id}: ${text.slice(span.start, span.end)}`);
}

function plain(node: ValueNode): unknown {
  if (node.kind === 'table') return node.entries.map((entry) => [entry.key, plain(entry.value)]);
  if (node.kind === 'array') return node.items.map(plain);
  return node.kind === 'scalar' ? node.value : '(missing)';
}

describe('parseYaml', () => {
  it('reads block and flow style with exact spans', () => {
    const text = 'a: "x" # c\n"b":\n  - 1\n  - {c: \'y\', d}\nl: |\n  # no comment\n  text\n\ne:\n';
    const tree = parse(text);
    expect(tree.problems).toEqual([]);
    expect(plain(tree.root)).toEqual([
      ['a', 'x'],
      [
        'b',
        [
          1,
          [
            ['c', 'y'],
            ['d', null],
          ],
        ],
      ],
      ['l', '# no comment\ntext\n'],
      ['e', null],
    ]);
    const slice = (key: string) => tree.source.slice(entryOf(tree.root, key)!.value.span);
    expect(slice('a')).toBe('"x"');
    expect(slice('b')).toBe("- 1\n  - {c: 'y', d}");
    expect(slice('l')).toBe('|\n  # no comment\n  text');
    expect(tree.source.slice(entryOf(tree.root, 'b')!.keySpan)).toBe('"b"');
    expect(entryOf(tree.root, 'e')!.value.span).toEqual({ start: text.length - 1, end: text.length - 1 });
    expect(tree.root).toMatchObject({ style: 'block', span: { start: 0, end: text.length - 1 } });
  });

  it('gives scalars the types of the core schema', () => {
    const node = parse('[0x1F, 12345678901234567890, 1.5, true, ~, 2001-01-01, "1", yes, !!str 7]').root;
    expect(plain(node)).toEqual([31, 12345678901234567890n, 1.5, true, null, '2001-01-01', '1', 'yes', '7']);
  });

  it('lists comments and knows which have a line of their own', () => {
    const tree = parse('# one\na: 1 # two\nb: |\n  # text\n  # three is text\n# four\nc: "# text"\n');
    expect(tree.comments.map(({ span, ownLine }) => [tree.source.slice(span), ownLine])).toEqual([
      ['# one', true],
      ['# two', false],
      ['# four', true],
    ]);
  });

  it('reads every document of a stream', () => {
    const tree = parse('a: 1\n---\n---\n- x\n...\n');
    expect(tree.documents.map(plain)).toEqual([[['a', 1]], null, ['x']]);
    expect(parse('').root).toMatchObject({ kind: 'scalar', type: 'null' });
    expect(parse('# only\n').root).toMatchObject({ kind: 'scalar', type: 'null' });
  });

  it('resolves aliases; the value of a scalar alias stands at the alias', () => {
    const tree = parse('a: &x {k: 1}\nb: *x\nc: &y v\nd: *y\n<<: *x\n');
    expect(tree.problems).toEqual([]);
    expect(entryOf(tree.root, 'b')!.value).toBe(entryOf(tree.root, 'a')!.value);
    expect(tree.source.slice(entryOf(tree.root, 'b')!.span)).toBe('b: *x');
    expect(tree.source.slice(entryOf(tree.root, 'd')!.value.span)).toBe('*y');
    expect(entryOf(tree.root, '<<')).toBeDefined();
  });

  it('refuses aliases that explode, that loop or that lead nowhere', () => {
    const laughs = Array.from({ length: 40 }, (_, i) =>
      i === 0 ? 'a0: &a0 [x, x, x]' : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`,
    );
    expect(problems(laughs.join('\n'))[0]).toMatch(/^too-many-aliases: \*a\d+$/);
    expect(problems('&a [*a]')).toEqual(['alias-cycle: *a']);
    expect(problems('a: *nope')).toEqual(['unknown-alias: *nope']);
    const chain = Array.from({ length: 2000 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}`}]`);
    expect(problems(chain.join('\n'))[0]).toMatch(/^(?:too-deep|too-many-aliases)/);
  });

  it('reports duplicate keys with the first place, and keeps both', () => {
    const tree = parse('a: 1\nb: 2\n"a": 3\n<<: {}\n<<: {}\n');
    expect(tree.problems).toMatchObject([
      { id: 'duplicate-key', span: { start: 10 }, related: { start: 0 } },
    ]);
    expect(plain(tree.root)).toHaveLength(5);
  });

  it('takes keys such as __proto__ as data', () => {
    const { root } = parse('__proto__: 1\nconstructor: 2\n');
    expect(entryOf(root, '__proto__')?.value).toMatchObject({ value: 1 });
    expect(entryOf(root, 'toString')).toBeUndefined();
  });

  it('goes on after faults', () => {
    expect(problems('a: [1, 2\nb: 3\n').length).toBeGreaterThan(0);
    const tree = parse('x: @foo\ny: 1\n');
    expect(tree.problems.map(({ id }) => id)).toEqual(['bad-scalar-start']);
    expect(entryOf(tree.root, 'y')?.value).toMatchObject({ value: 1 });
    expect(problems('\ta: 1')).toEqual(['tab-as-indent: \t']);
  });

  it('survives deep nesting and hostile text', () => {
    for (const piece of [
      '[',
      '{a: ',
      '- ',
      '? ',
      '!a ',
      '&a ',
      '"\\"',
      '\0',
      '\ud800',
      '\x02',
      '\x1f',
      '\x18',
    ])
      parse(piece.repeat(10_000));
    expect(problems('['.repeat(10_000))).toContain('too-deep: [');
    parse(`a: "${'x'.repeat(1_000_000)}"`);
  });

  it('gives the text back as tokens', () => {
    const texts = [
      '',
      '\uFEFFa: "x" # c\r\nb: |\n  # x\n  y\n\n[',
      '--- &a !t *b\n? k\n: v\n...\n',
      '\x02\x1f: \x18',
      '%YAML 1.2\n---\n{a: b',
    ];
    for (const text of texts)
      expect(
        yamlTokens(text)
          .map(({ span }) => text.slice(span.start, span.end))
          .join(''),
      ).toBe(text);
    expect(yamlTokens('a: b').map(({ kind }) => kind)).toEqual([
      'key',
      'punctuation',
      'whitespace',
      'scalar',
    ]);
  });
});
