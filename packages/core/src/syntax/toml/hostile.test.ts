import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceText } from '../../text/source.ts';
import { tokens } from '../tokens.ts';
import type { SyntaxTree, ValueNode } from '../tree.ts';
import { parseToml } from './parse.ts';
import { documents, mutatedDocuments } from './testing/documents.ts';

function parse(text: string): SyntaxTree {
  return parseToml(sourceText(text));
}

/** What holds for the tree of any text. */
function checkTree(text: string): void {
  const tree = parse(text);
  const pieces = tokens(tree).map(({ span }) => text.slice(span.start, span.end));
  expect(pieces.join('')).toBe(text);
  let at = 0;
  for (const { span, pathSpans } of tree.statements) {
    expect(span.start).toBeGreaterThanOrEqual(at);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    for (const part of pathSpans) expect(part.start >= span.start && part.end <= span.end).toBe(true);
    at = span.end;
  }
  expect(at).toBeLessThanOrEqual(text.length);
  let last = 0;
  for (const { span } of tree.problems) {
    expect(span.start >= last && span.end >= span.start && span.end <= text.length).toBe(true);
    last = span.start;
  }
  checkSpans(tree.root);
}

function checkSpans(root: ValueNode): void {
  const pending: ValueNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { span } = node;
    if (node.kind === 'array' && node.style === 'inline')
      for (const item of node.items)
        expect(item.span.start >= span.start && item.span.end <= span.end).toBe(true);
    if (node.kind === 'array') pending.push(...node.items);
    if (node.kind !== 'table') continue;
    for (const entry of node.entries) {
      pending.push(entry.value);
      if (node.style === 'inline')
        expect(entry.keySpan.start >= span.start && entry.value.span.end <= span.end).toBe(true);
    }
  }
}

describe('any text gives a lossless tree in order', () => {
  const soup = fc
    .array(fc.constantFrom(...'[]{}"\'=,.#\\\n\r ab1-', '"""', "'''", '\ud800', '\u0000'), { maxLength: 60 })
    .map((pieces) => pieces.join(''));
  test.each([
    ['generated documents', documents, 400],
    ['mutated documents', mutatedDocuments, 1500],
    ['punctuation', soup, 3000],
    ['characters', fc.string({ unit: 'binary', maxLength: 80 }), 1000],
  ])('%s', (_name, source, numRuns) => {
    fc.assert(fc.property(source, checkTree), { numRuns });
  });
});

describe('nesting is no recursion and takes linear time', () => {
  const deep = 10_000;
  test.each([
    ['closed brackets', `a = ${'['.repeat(deep)}${']'.repeat(deep)}`, 0],
    ['open brackets', `a = ${'['.repeat(deep)}`, 1],
    ['open brackets over lines', `a = ${'[\n'.repeat(deep)}`, 1],
    ['closed braces', `a = ${'{a='.repeat(deep)}1${'}'.repeat(deep)}`, 0],
    ['open braces', `a = ${'{a='.repeat(deep)}`, 2],
    ['wrong closers', `a = ${'['.repeat(deep)}${'}'.repeat(deep)}`, deep],
    ['header brackets', '['.repeat(deep), 1],
    ['a long dotted key', `${'a.'.repeat(deep)}a = 1`, 0],
    ['a long header', `[${'a.'.repeat(deep)}a]`, 0],
    ['braces on lines', 'a = {\n'.repeat(deep), 2 * deep - 1],
    ['unclosed multi-line strings', 'a = """\n'.repeat(deep + 1), undefined],
  ])('%s', (_name, text, count) => {
    const { problems } = parse(text);
    if (count !== undefined) expect(problems).toHaveLength(count);
  });
});

describe('a megabyte on one line', () => {
  const mega = 1_000_000;
  test.each([
    ['a string', `a = "${'x'.repeat(mega)}"`],
    ['escapes', `a = "${'\\t'.repeat(mega / 2)}"`],
    ['an unclosed string', `a = "${'x'.repeat(mega)}`],
    ['a comment', `# ${'x'.repeat(mega)}`],
    ['a word', 'x'.repeat(mega)],
    ['a digit run', `a = ${'9'.repeat(100_000)}`],
    ['an array', `a = [${'1,'.repeat(mega / 2)}]`],
    ['an inline table', `a = {${Array.from({ length: 50_000 }, (_, i) => `k${i} = 1`).join(',')}}`],
    ['blanks', ' '.repeat(mega)],
    ['open brackets', `a = ${'['.repeat(mega)}`],
    ['quotes', `a = ${'"'.repeat(mega)}`],
    ['dots', `a${'.'.repeat(mega)}`],
  ])('%s', (_name, text) => {
    parse(text);
  });
});

test('keys of objects are data', () => {
  const tree = parse('__proto__ = 1\nconstructor.prototype.x = 2\n[toString]\nhasOwnProperty = 3');
  expect(tree.problems).toEqual([]);
  expect(tree.root).toMatchObject({
    entries: [{ key: '__proto__' }, { key: 'constructor' }, { key: 'toString' }],
  });
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test('a byte order mark is accepted at the start, and nowhere else', () => {
  expect(parse('\ufeffa = 1').problems).toEqual([]);
  expect(parse('\ufeffa = 1').statements[0]?.span).toEqual({ start: 1, end: 6 });
  expect(parse('a = 1\n\ufeffb = 1').problems).toHaveLength(1);
});

test('a carriage return ends a line only before a line feed', () => {
  expect(parse('a = 1\r\nb = 2\r\n').problems).toEqual([]);
  expect(parse('a = 1\rb = 2').problems.map(({ id }) => id)).toEqual(['bare-carriage-return']);
  expect(parse('a = 1\rb = 2').statements).toHaveLength(2);
});
