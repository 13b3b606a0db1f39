import type { Scalar } from 'yaml';
import type { Span } from '../text/span.ts';
import type { ScalarNode } from './tree.ts';

const styles: ReadonlyMap<string, ScalarNode['style']> = new Map([
  ['QUOTE_DOUBLE', 'basic'],
  ['QUOTE_SINGLE', 'literal'],
  ['BLOCK_LITERAL', 'multiline-literal'],
  ['BLOCK_FOLDED', 'multiline-basic'],
]);

/** A scalar with the type that YAML's core schema gives it. */
export function yamlScalar(scalar: Scalar, span: Span): ScalarNode {
  const style = styles.get(scalar.type ?? 'PLAIN') ?? 'plain';
  const { value } = scalar;
  const base = { kind: 'scalar', style, span } as const;
  if (value === null || value === undefined) return { ...base, type: 'null', value: null };
  if (typeof value === 'boolean') return { ...base, type: 'boolean', value };
  if (typeof value === 'bigint') {
    const number = Number(value);
    return { ...base, type: 'integer', value: Number.isSafeInteger(number) ? number : value };
  }
  if (typeof value === 'number') return { ...base, type: 'float', value };
  return { ...base, type: 'string', value: String(value) };
}

/** An empty value: null, without text. */
export function emptyScalar(at: number): ScalarNode {
  return { kind: 'scalar', type: 'null', value: null, style: 'plain', span: { start: at, end: at } };
}
