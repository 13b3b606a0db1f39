import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import { parseJson } from './json.ts';
import { jsonTokens } from './json-tokens.ts';
import { entryOf, type ValueNode } from './tree.ts';

const parse = (text: string) => parseJson(sourceText(text));

/** Problems as `id: the text they mark`. */
function problems(text: string): readonly string[] {
  return parse(text).problems.map(({ id, span }) => `${id}: ${text.slice(span.start, span.end)}`);
}

function plain(node: ValueNode): unknown {
  if (node.kind === 'table') return new Map(node.entries.map((entry) => [entry.key, plain(entry.value)]));
  if (node.kind === 'array') return node.items.map(plain);
  return node.kind === 'scalar' ? node.value : '(missing)';
}

describe('parseJson', () => {
  it('reads every kind of value with its span', () => {
    const text = '{"a": ["x", -1.5e3, 12345678901234567890, true, null, {}]}';
    const tree = parse(text);
    expect(tree.problems).toEqual([]);
    expect(plain(tree.root)).toEqual(
      new Map([['a', ['x', -1500, 12345678901234567890n, true, null, new Map()]]]),
    );
    const list = entryOf(tree.root, 'a');
    expect(tree.source.slice(list!.keySpan)).toBe('"a"');
    expect(tree.source.slice(list!.value.span)).toBe(text.slice(6, -1));
    expect(
      list!.value.kind === 'array' && list!.value.items.map((item) => tree.source.slice(item.span)),
    ).toEqual(['"x"', '-1.5e3', '12345678901234567890', 'true', 'null', '{}']);
  });

  it('reports what strict JSON forbids, each at its place', () => {
    expect(problems('{"a": 1, // one\n"b": [1, 2,],}')).toEqual([
      'comment: // one',
      'trailing-comma: ,',
      'trailing-comma: ,',
    ]);
    expect(problems('\uFEFF{}')).toEqual(['byte-order-mark: \uFEFF']);
    expect(problems('{} {} x')).toEqual(['trailing-data: {} x']);
    expect(problems('["a\tb", "\\q\\u12"]')).toEqual([
      'control-character: \t',
      'invalid-escape: \\q',
      'invalid-escape: \\u12',
    ]);
    expect(problems('[01, 1., -, +1, .5, NaN]')).toContain('invalid-number: 1.');
    expect(problems('')).toEqual(['expected-value: ']);
  });

  it('reports duplicate keys once each, naming the first, and keeps both', () => {
    const tree = parse('{"a": 1, "b": 2, "\\u0061": 3}');
    expect(tree.problems).toMatchObject([
      { id: 'duplicate-key', span: { start: 17, end: 25 }, related: { start: 1, end: 4 } },
    ]);
    expect(tree.root).toMatchObject({ entries: [{ key: 'a' }, { key: 'b' }, { key: 'a' }] });
  });

  it('goes on after a fault and reads what stands around it', () => {
    const cases: readonly (readonly [string, readonly string[], unknown])[] = [
      ['{"a" 1, "b": 2}', ['expected-colon: '], { a: 1, b: 2 }],
      ['{"a": , "b": 2}', ['expected-value: '], { a: '(missing)', b: 2 }],
      ['{"a": 1 "b": 2}', ['expected-comma: '], { a: 1, b: 2 }],
      ['{a: 1, "b": True}', ['unquoted-key: a', 'invalid-value: True'], { a: 1, b: '(missing)' }],
      ['{"a": [1, 2}', ['unclosed-bracket: ['], { a: [1, 2] }],
      ['{"a": {"b": [1', ['unclosed-bracket: ['], { a: { b: [1] } }],
      ['{"a": 1]}', ['unexpected-bracket: ]'], { a: 1 }],
      ['{"a": "x\n, "b": 2}', ['unclosed-string: "x'], { a: 'x', b: 2 }],
      ['{"a"\n"b": 2}', ['expected-colon: ', 'expected-comma: '], { a: '(missing)', b: 2 }],
      ['{,"a": 1,,"b": 2}', ['unexpected-comma: ,', 'unexpected-comma: ,'], { a: 1, b: 2 }],
    ];
    for (const [text, ids, value] of cases) {
      const asMap = (v: unknown): unknown =>
        v !== null && typeof v === 'object' && !Array.isArray(v)
          ? new Map(Object.entries(v).map(([key, inner]) => [key, asMap(inner)]))
          : v;
      expect([text, problems(text), plain(parse(text).root)]).toEqual([text, ids, asMap(value)]);
    }
  });

  it('takes keys such as __proto__ as data', () => {
    const root = parse('{"__proto__": 1, "constructor": 2}').root;
    expect(entryOf(root, '__proto__')?.value).toMatchObject({ value: 1 });
    expect(entryOf(root, 'constructor')?.value).toMatchObject({ value: 2 });
    expect(entryOf(root, 'toString')).toBeUndefined();
  });

  it('survives deep nesting with one clear problem', () => {
    expect(problems('['.repeat(10_000)).map((line) => line.split(':')[0])).toEqual([
      'too-deep',
      'unclosed-bracket',
    ]);
    expect(problems(`[${'{"a":['.repeat(5000)}${']}'.repeat(5000)}, 7]`)).toEqual(['too-deep: [']);
  });

  it('stays linear on hostile text', () => {
    for (const piece of [']', '{', '"a":', ',', '\\', '/*', '"', '{"a":', '\0', '\ud800', 'x '])
      parse(`{"a":[${piece.repeat(100_000)}`);
    parse(`"${'x'.repeat(1_000_000)}"`);
  });

  it('gives the text back as tokens', () => {
    for (const text of [
      '',
      '\uFEFF{"a" : [1, tru, "x"] } // c\r\n',
      '{"a\n /* b',
      '[1.e \0\ud800 "\\u00"]\r',
    ]) {
      const tokens = jsonTokens(text);
      expect(tokens.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
    }
    expect(jsonTokens('{"a": "b"}').map(({ kind }) => kind)).toEqual([
      'punctuation',
      'key',
      'punctuation',
      'whitespace',
      'scalar',
      'punctuation',
    ]);
  });
});
