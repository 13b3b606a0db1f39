import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedFolder } from '../../testing/shared.ts';
import { sourceText } from '../../text/source.ts';
import { tokens } from '../tokens.ts';
import type { SyntaxTree } from '../tree.ts';
import { parseToml } from './parse.ts';
import { type Plain, plainScalar, plainTree } from './testing/values.ts';

const folder = sharedFolder('toml-test');

const OF_TOML_1_1 = new Set([
  'inline-table-newline',
  'inline-table-trailing-comma',
  'escape-of-toml-1-1',
  'time-without-seconds',
]);

/** Undefined for a file that is not UTF-8: it never reaches the parser. */
function decode(path: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

function listed(version: string, kind: string): string[] {
  return readFileSync(join(folder!, `files-toml-${version}`), 'utf8')
    .split('\n')
    .filter((name) => name.startsWith(`${kind}/`) && name.endsWith('.toml'));
}

function parseFile(name: string): SyntaxTree | undefined {
  const text = decode(join(folder!, name));
  return text === undefined ? undefined : parseToml(sourceText(text));
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  float: 'float',
  bool: 'boolean',
  datetime: 'offset-datetime',
  'datetime-local': 'local-datetime',
  'date-local': 'local-date',
  'time-local': 'local-time',
};

function plainTagged(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainTagged);
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  if (keys.length === 2 && typeof record.type === 'string' && typeof record.value === 'string') {
    const type = TYPES[record.type]!;
    if (type === 'float') return plainScalar(type, floatOf(record.value));
    return plainScalar(type, record.value);
  }
  return new Map(keys.map((key) => [key, plainTagged(record[key])] as const));
}

function floatOf(text: string): number {
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

describe.skipIf(folder === undefined)('toml-test', () => {
  test('all 210 valid documents of TOML 1.0 are accepted, with the right values', () => {
    const names = listed('1.0.0', 'valid');
    expect(names).toHaveLength(210);
    for (const name of names) {
      const tree = parseFile(name)!;
      expect(tree.problems, name).toEqual([]);
      const wanted = JSON.parse(readFileSync(join(folder!, name.replace(/toml$/, 'json')), 'utf8'));
      expect(plainTree(tree), name).toEqual(plainTagged(wanted));
    }
  });

  test('all 499 invalid documents of TOML 1.0 are rejected', () => {
    const names = listed('1.0.0', 'invalid');
    expect(names).toHaveLength(499);
    const accepted = names.filter((name) => parseFile(name)?.problems.length === 0);
    expect(accepted).toEqual([]);
  });

  test('documents of TOML 1.1 are accepted apart from the four problems of its new forms', () => {
    const hard = (name: string): readonly string[] =>
      (parseFile(name)?.problems ?? [{ id: 'not-utf-8' }])
        .map(({ id }) => id)
        .filter((id) => !OF_TOML_1_1.has(id));
    for (const name of listed('1.1.0', 'valid')) expect(hard(name), name).toEqual([]);
    for (const name of listed('1.1.0', 'invalid')) expect(hard(name), name).not.toEqual([]);
  });

  test('every document, valid or not, is given back by its tokens', () => {
    for (const name of [...listed('1.0.0', 'valid'), ...listed('1.0.0', 'invalid')]) {
      const tree = parseFile(name);
      if (tree === undefined) continue;
      const { text } = tree.source;
      const joined = tokens(tree).map(({ span }) => text.slice(span.start, span.end));
      expect(joined.join(''), name).toBe(text);
    }
  });
});
