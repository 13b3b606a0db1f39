import type { ValueNode } from '../tree.ts';

/** A value to be written. Objects keep the order of their keys. Dates cannot be written, null only in YAML and JSON. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** Whether the value is an object, as opposed to a scalar or an array. */
export function isObject(value: PlainValue): value is { readonly [key: string]: PlainValue } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Whether the value is an array. */
export function isArray(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Whether the node already says this value; numbers are compared by value, keys in any order. */
export function equals(node: ValueNode, value: PlainValue): boolean {
  if (node.kind === 'scalar') {
    if (node.type === 'string') return node.value === value;
    if (node.type === 'integer' || node.type === 'float') return sameNumber(node.value, value);
    return (node.type === 'boolean' || node.type === 'null') && node.value === value;
  }
  if (node.kind === 'array')
    return (
      isArray(value) &&
      value.length === node.items.length &&
      node.items.every((item, index) => equals(item, value[index]!))
    );
  if (node.kind !== 'table' || !isObject(value)) return false;
  const wanted = new Map(Object.entries(value));
  return (
    wanted.size === node.entries.length &&
    node.entries.every((entry) => {
      const other = wanted.get(entry.key);
      return other !== undefined && equals(entry.value, other);
    })
  );
}

function sameNumber(have: unknown, want: PlainValue): boolean {
  if (typeof want !== 'number' && typeof want !== 'bigint') return false;
  // biome-ignore lint/suspicious/noDoubleEquals: an integer is the same as a number and as a bigint
  return have == want || Object.is(have, want);
}
