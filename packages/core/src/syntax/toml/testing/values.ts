import type { SyntaxTree, ValueNode } from '../../tree.ts';

/** Plain data of a tree: tables as Maps, scalars as `type:text`; what tests compare with other parsers. */
export type Plain = string | readonly Plain[] | ReadonlyMap<string, Plain>;

export function plainTree(tree: SyntaxTree): Plain {
  return plainNode(tree.root);
}

function plainNode(node: ValueNode): Plain {
  switch (node.kind) {
    case 'table':
      return new Map(node.entries.map(({ key, value }) => [key, plainNode(value)] as const));
    case 'array':
      return node.items.map(plainNode);
    case 'missing':
      return 'missing:';
    case 'scalar':
      return plainScalar(node.type, node.value);
  }
}

export function plainScalar(type: string, value: string | number | bigint | boolean | null): string {
  if (type === 'float') return `float:${floatText(Number(value))}`;
  if (type.includes('date') || type.includes('time')) return `${type}:${dateText(String(value))}`;
  return `${type}:${value}`;
}

function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** One spelling for the many of a date: `T`, `Z`, milliseconds without trailing zeros. */
export function dateText(text: string): string {
  return text
    .toUpperCase()
    .replace(' ', 'T')
    .replace(/[+-]00:00$/, 'Z')
    .replace(/\.(\d{1,3})\d*/, (_, digits: string) => `.${digits}`)
    .replace(/(\.\d*?)0+(?!\d)/, (_, kept: string) => (kept === '.' ? '' : kept));
}
