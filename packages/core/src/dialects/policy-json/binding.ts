import type { ArrayNode, Entry, ScalarNode, SyntaxTree, TableNode, ValueNode } from '../../syntax/tree.ts';
import { isBase64 } from '../../text/base64.ts';
import { closest } from '../../text/closest.ts';
import type { Span } from '../../text/span.ts';
import { wellFormed } from './encoding.ts';
import type { Field, Fields } from './fields.ts';
import type { PolicyFault } from './model.ts';

/** What the reading functions share. */
export interface Reading {
  readonly tree: SyntaxTree;
  readonly faults: PolicyFault[];
}

/** A place for "something is missing in this object": its opening bracket. */
export function opening(node: ValueNode): Span {
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}

export function isNull(node: ValueNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

/** The decoded key as the reader holds it. */
export function keyOf(entry: Entry): string {
  return wellFormed(entry.key);
}

/**
 * The first entry of every key of an object, with faults for keys written twice.
 * Undefined, with a fault, when the node is no object.
 */
export function entriesOf(
  reading: Reading,
  node: ValueNode,
  what: string,
): ReadonlyMap<string, Entry> | undefined {
  if (node.kind !== 'table') {
    wrongType(reading, node, what, 'an object');
    return undefined;
  }
  const entries = new Map<string, Entry>();
  for (const entry of node.entries) {
    const key = keyOf(entry);
    const first = entries.get(key);
    if (first === undefined) {
      entries.set(key, entry);
      continue;
    }
    reading.faults.push({
      condition: 'E2',
      message: `Key "${shown(key)}" is written twice in one object`,
      span: entry.keySpan,
      related: { span: first.keySpan, message: 'First written here' },
      at: { table: node, entry },
    });
  }
  return entries;
}

/** Entries of an object with a fixed set of keys: unknown keys and values of wrong types become faults. */
export function bindObject(
  reading: Reading,
  node: ValueNode,
  fields: Fields,
  what: string,
): ReadonlyMap<string, Entry> | undefined {
  const entries = entriesOf(reading, node, what);
  if (entries === undefined || node.kind !== 'table') return undefined;
  const known = new Map<string, Entry>();
  for (const [key, entry] of entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) unknownKey(reading, node, entry, fields, what);
    else {
      known.set(key, entry);
      bindField(reading, node, entry, field, what);
    }
  }
  return known;
}

function unknownKey(reading: Reading, table: TableNode, entry: Entry, fields: Fields, what: string): void {
  const suggestion = closest(keyOf(entry), Object.keys(fields));
  reading.faults.push({
    condition: 'E4',
    message: `Unknown key "${shown(keyOf(entry))}" in ${what}`,
    span: entry.keySpan,
    at: { table, entry },
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function bindField(reading: Reading, table: TableNode, entry: Entry, field: Field, what: string): void {
  if (field.since !== undefined) {
    reading.faults.push({
      condition: 'E16',
      message: `Key "${entry.key}" of ${what} came with containers/image ${field.since[0]}.${field.since[1]}`,
      span: entry.keySpan,
      at: { table, entry },
      before: field.since,
    });
  }
  const name = `"${entry.key}"`;
  const { value } = entry;
  if (field.type === 'string') checkString(reading, value, name);
  else if (field.type === 'strings') checkList(reading, value, name, checkString);
  else if (field.type === 'bytes') checkBytes(reading, value, name);
  else if (field.type === 'bytes-list') checkList(reading, value, name, checkBytes);
}

type Check = (reading: Reading, node: ValueNode, name: string) => void;

function checkString(reading: Reading, node: ValueNode, name: string): void {
  if (isNull(node) || (node.kind === 'scalar' && node.type === 'string')) return;
  wrongType(reading, node, name, 'a string');
}

function checkList(reading: Reading, node: ValueNode, name: string, check: Check): void {
  if (isNull(node)) return;
  if (node.kind !== 'array') return wrongType(reading, node, name, 'a list of strings');
  for (const item of node.items) check(reading, item, `an item of ${name}`);
}

function checkBytes(reading: Reading, node: ValueNode, name: string): void {
  if (isNull(node)) return;
  if (node.kind === 'array') return checkByteValues(reading, node, name);
  if (node.kind !== 'scalar' || node.type !== 'string')
    return wrongType(reading, node, name, 'base64 in a string');
  if (isBase64(node.value as string)) return;
  reading.faults.push({
    condition: 'E11',
    message: `The value of ${name} is not base64`,
    span: node.span,
  });
}

/** Go binds a list of numbers 0..255 to a byte slice as well. */
function checkByteValues(reading: Reading, list: ArrayNode, name: string): void {
  for (const item of list.items) {
    if (isNull(item) || (item.kind === 'scalar' && isByte(reading, item))) continue;
    return wrongType(reading, item, `an item of ${name}`, 'base64 in a string');
  }
}

function isByte(reading: Reading, node: ScalarNode): boolean {
  if (node.type !== 'integer' && node.type !== 'float') return false;
  const text = reading.tree.source.slice(node.span);
  return /^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= 255;
}

/** Adds the fault, unless the value is missing because of a fault of syntax that is reported already. */
export function wrongType(reading: Reading, node: ValueNode, what: string, expected: string): void {
  if (node.kind === 'missing') return;
  const at = node.kind === 'scalar' ? node.span : opening(node);
  reading.faults.push({
    condition: 'E3',
    message: `${capital(what)} is ${kindOf(node)}, expected ${expected}`,
    span: at,
  });
}

function kindOf(node: ValueNode): string {
  if (node.kind === 'table') return 'an object';
  if (node.kind === 'array') return 'a list';
  if (node.kind === 'missing') return 'missing';
  if (node.type === 'null') return 'null';
  if (node.type === 'boolean') return 'a boolean';
  return node.type === 'string' ? 'a string' : 'a number';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A value for messages: control characters escaped, cut after 80 characters. */
export function shown(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return cut.replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
