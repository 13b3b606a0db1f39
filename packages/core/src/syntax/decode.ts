import type { Span } from '../text/span.ts';
import type { ValueNode } from './tree.ts';

/*
 * Strict reading of data files that may come from anybody: every key is known, every value of its type and within its
 * bounds. The first fault ends the reading.
 */

/** Why a value is refused, and where it stands. */
export interface Fault {
  readonly fault: true;
  readonly message: string;
  readonly span: Span;
}

export type Decoder<T> = (node: ValueNode, name: string) => T;

/** Runs a decoder; its fault is the answer instead of an exception. */
export function decode<T>(
  decoder: Decoder<T>,
  node: ValueNode,
): { readonly value: T } | { readonly fault: Fault } {
  try {
    return { value: decoder(node, '') };
  } catch (error) {
    if (isFault(error)) return { fault: error };
    throw error;
  }
}

function isFault(error: unknown): error is Fault {
  return typeof error === 'object' && error !== null && 'fault' in error;
}

function refuse(node: { readonly span: Span }, message: string): never {
  const fault: Fault = { fault: true, message, span: node.span };
  throw fault;
}

function named(name: string): string {
  return name === '' ? 'this mapping' : JSON.stringify(name);
}

/** A text of at most `longest` units that matches the pattern, where there is one. */
export function text(longest: number, pattern?: RegExp, what = 'of another form'): Decoder<string> {
  return (node, name) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string')
      return refuse(node, `${named(name)} must be text`);
    if (node.value.length > longest)
      return refuse(node, `${named(name)} is longer than ${longest} characters`);
    if (pattern !== undefined && !pattern.test(node.value))
      return refuse(node, `${named(name)} must be ${what}`);
    return node.value;
  };
}

export function integer(least: number, most: number): Decoder<number> {
  return (node, name) => {
    if (node.kind !== 'scalar' || node.type !== 'integer' || typeof node.value !== 'number')
      return refuse(node, `${named(name)} must be a whole number`);
    if (node.value < least || node.value > most)
      return refuse(node, `${named(name)} must be from ${least} to ${most}`);
    return node.value;
  };
}

export function choice<const T extends string | number>(...values: readonly T[]): Decoder<T> {
  return (node, name) => {
    const value = node.kind === 'scalar' ? values.find((each) => each === node.value) : undefined;
    return value ?? refuse(node, `${named(name)} must be ${values.join(' or ')}`);
  };
}

export function nullable<T>(inner: Decoder<T>): Decoder<T | null> {
  return (node, name) => (node.kind === 'scalar' && node.value === null ? null : inner(node, name));
}

export function list<T>(inner: Decoder<T>, most: number): Decoder<readonly T[]> {
  return (node, name) => {
    if (node.kind !== 'array') return refuse(node, `${named(name)} must be a list`);
    if (node.items.length > most) return refuse(node, `${named(name)} has more than ${most} items`);
    return node.items.map((item, index) => inner(item, `${name}[${index}]`));
  };
}

type Shape = Readonly<Record<string, Decoder<unknown>>>;

/** Keys that may be absent. */
type Decoded<R extends Shape, O extends Shape> = {
  readonly [K in keyof R]: ReturnType<R[K]>;
} & { readonly [K in keyof O]?: ReturnType<O[K]> };

/** A mapping with exactly these keys; those of `optional` may be missing. */
export function record<R extends Shape, O extends Shape = Record<never, never>>(
  required: R,
  optional?: O,
): Decoder<Decoded<R, O>> {
  const shape = new Map<string, Decoder<unknown>>(Object.entries({ ...required, ...optional }));
  return (node, name) => {
    if (node.kind !== 'table') return refuse(node, `${named(name)} must be a mapping`);
    const found = new Map<string, unknown>();
    for (const { key, keySpan, value } of node.entries) {
      const inner = shape.get(key);
      if (inner === undefined)
        return refuse(
          { span: keySpan },
          `${named(name)} has an unknown key ${JSON.stringify(key.slice(0, 80))}`,
        );
      if (found.has(key))
        return refuse({ span: keySpan }, `${named(name)} has the key ${JSON.stringify(key)} twice`);
      found.set(key, inner(value, name === '' ? key : `${name}.${key}`));
    }
    const missing = Object.keys(required).find((key) => !found.has(key));
    if (missing !== undefined) return refuse(node, `${named(name)} has no ${JSON.stringify(missing)}`);
    return Object.fromEntries(found) as Decoded<R, O>;
  };
}

/** A mapping of any keys of that form. */
export function mapping<T>(
  key: (text: string) => boolean,
  inner: Decoder<T>,
  most: number,
): Decoder<Readonly<Record<string, T>>> {
  return (node, name) => {
    if (node.kind !== 'table') return refuse(node, `${named(name)} must be a mapping`);
    if (node.entries.length > most) return refuse(node, `${named(name)} has more than ${most} keys`);
    const found = new Map<string, T>();
    for (const { key: text, keySpan, value } of node.entries) {
      if (!key(text))
        return refuse(
          { span: keySpan },
          `${named(name)} cannot have the key ${JSON.stringify(text.slice(0, 80))}`,
        );
      if (found.has(text))
        return refuse({ span: keySpan }, `${named(name)} has the key ${JSON.stringify(text)} twice`);
      found.set(text, inner(value, `${name}.${text}`));
    }
    return Object.fromEntries(found);
  };
}

/** A text that the check takes. */
export function checked(check: (text: string) => boolean, what: string): Decoder<string> {
  return sound((value) =>
    check(value) ? undefined : `must be ${what}: ${JSON.stringify(value.slice(0, 80))}`,
  );
}

/** A text without a fault; the fault is said in words that follow the name. */
export function sound(faultOf: (text: string) => string | undefined): Decoder<string> {
  return (node, name) => {
    const value = text(4096)(node, name);
    const fault = faultOf(value);
    return fault === undefined ? value : refuse(node, `${named(name)} ${fault}`);
  };
}
