import fc from 'fast-check';
import { parse as parseSmol, TomlDate } from 'smol-toml';
import { type AST, parseTOML } from 'toml-eslint-parser';
import { describe, expect, test } from 'vitest';
import { sourceText } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import type { SyntaxTree, ValueNode } from '../tree.ts';
import { parseToml } from './parse.ts';
import { documents, mutatedDocuments } from './testing/documents.ts';
import { dateText, type Plain, plainScalar, plainTree } from './testing/values.ts';

const RUNS = { numRuns: 1500 };

/** The values that smol-toml reads, or undefined when it refuses. */
function smolValues(text: string): Plain | undefined {
  try {
    return plainSmol(parseSmol(text, { integersAsBigInt: true, maxDepth: 100_000 }));
  } catch {
    return undefined;
  }
}

function plainSmol(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainSmol);
  if (value instanceof TomlDate) return `date:${dateText(value.toISOString())}`;
  if (typeof value === 'bigint') return plainScalar('integer', value);
  if (typeof value === 'number') return plainScalar('float', value);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, plainSmol(item)] as const));
  return plainScalar(typeof value, value as string | boolean);
}

/** smol-toml's dates know their kind only through their text: compared without it. */
function withoutDateKinds(value: Plain): Plain {
  if (typeof value === 'string') return value.replace(/^(offset|local)-(date|time|datetime):/, 'date:');
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key, withoutDateKinds(item)] as const));
  return (value as readonly Plain[]).map(withoutDateKinds);
}

function eslintTree(text: string): AST.TOMLProgram | undefined {
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch {
    return undefined;
  }
}

/** The ranges of all keys and values, as `start-end`, sorted. */
function eslintRanges(program: AST.TOMLProgram): string[] {
  const ranges: Span[] = [];
  const pending: AST.TOMLNode[] = [...program.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.type) {
      case 'TOMLTopLevelTable':
        pending.push(...node.body);
        break;
      case 'TOMLTable':
        pending.push(node.key, ...node.body);
        break;
      case 'TOMLKeyValue':
        pending.push(node.key, node.value);
        break;
      case 'TOMLKey':
        pending.push(...node.keys);
        break;
      default:
        ranges.push({ start: node.range[0], end: node.range[1] });
        if (node.type === 'TOMLArray') pending.push(...node.elements);
        if (node.type === 'TOMLInlineTable') pending.push(...node.body);
    }
  }
  return sorted(ranges);
}

function ownRanges(tree: SyntaxTree): string[] {
  const ranges: Span[] = [];
  const pending: ValueNode[] = [];
  for (const statement of tree.statements) {
    ranges.push(...statement.pathSpans);
    if (statement.value !== undefined) pending.push(statement.value);
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind !== 'table' || node.style === 'inline') ranges.push(node.span);
    if (node.kind === 'array') pending.push(...node.items);
    if (node.kind !== 'table') continue;
    for (const entry of node.entries) {
      ranges.push(entry.keySpan);
      pending.push(entry.value);
    }
  }
  return sorted(ranges);
}

function sorted(ranges: readonly Span[]): string[] {
  return [...ranges]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end }) => `${start}-${end}`);
}

describe.each([
  ['generated', documents],
  ['mutated', mutatedDocuments],
])('%s documents', (_name, source) => {
  test('have the values that smol-toml reads', () => {
    fc.assert(
      fc.property(source, (text) => {
        const tree = parseToml(sourceText(text));
        const values = smolValues(text);
        // A lone surrogate is text to smol-toml.
        if (tree.problems.length === 0) expect(withoutDateKinds(plainTree(tree))).toEqual(values);
      }),
      RUNS,
    );
  });

  test('are refused only when another parser refuses them too', () => {
    fc.assert(
      fc.property(source, (text) => {
        const tree = parseToml(sourceText(text));
        if (tree.problems.length === 0 || !text.isWellFormed()) return;
        const accepted = smolValues(text) !== undefined && eslintTree(text) !== undefined;
        // `[[x.a.b]]`, `[x]`, `a.c = 1`: whether a dotted key may extend a table that a longer header implied is
        // where the parsers part; this tree refuses it, as it refuses to extend any table made by a header
        const parted = ({ id, message }: { id: string; message: string }): boolean =>
          id === 'key-conflict' && message.includes('a dotted key cannot extend it');
        expect(accepted ? tree.problems.filter((problem) => !parted(problem)) : []).toEqual([]);
      }),
      RUNS,
    );
  });

  test('have keys and values where toml-eslint-parser finds them', () => {
    fc.assert(
      fc.property(source, (text) => {
        const tree = parseToml(sourceText(text));
        const program = tree.problems.length === 0 ? eslintTree(text) : undefined;
        if (program === undefined) return;
        const own = ownRanges(tree);
        const theirs = eslintRanges(program);
        // Keys that share a dotted prefix inside `{}` share its first place.
        if (text.includes('{')) expect(theirs).toEqual(expect.arrayContaining(own));
        else expect(own).toEqual(theirs);
      }),
      { numRuns: 700 },
    );
  });
});
