import type { Located } from '../model/provenance.ts';
import type { Entry, SyntaxTree, ValueNode } from '../syntax/tree.ts';
import { closest } from '../text/closest.ts';
import type { PolicyFields, PolicyType } from './fields.ts';
import type { PolicyProblem } from './model.ts';

/** What the reading functions share. */
export interface Reading {
  readonly tree: SyntaxTree;
  readonly problems: PolicyProblem[];
}

/** The entries of a mapping whose values are of the right type; everything else becomes a problem. */
export type Bound = ReadonlyMap<string, Entry>;

/**
 * Binds a mapping to its table of keys: unknown keys, values of a wrong type and missing keys become problems.
 * A key without a value counts as absent.
 */
export function bindMapping(reading: Reading, node: ValueNode, fields: PolicyFields, path: string): Bound {
  const bound = new Map<string, Entry>();
  if (node.kind !== 'table') {
    if (node.kind !== 'missing') wrongType(reading, node, path, 'a mapping');
    return bound;
  }
  for (const entry of node.entries) {
    const at = join(path, entry.key);
    const field = fields.get(entry.key);
    if (field === undefined) unknownKey(reading, entry, fields, at);
    else if (!bound.has(entry.key) && !isNull(entry.value) && hasType(reading, entry.value, field.type, at))
      bound.set(entry.key, entry);
  }
  for (const [key, field] of fields) {
    if (field.required !== true || node.entries.some((entry) => entry.key === key && !isNull(entry.value)))
      continue;
    reading.problems.push({
      kind: 'missing',
      field: join(path, key),
      message: `${path === '' ? 'The policy' : quoted(path)} has no ${quoted(key)}`,
      span: firstKey(node),
    });
  }
  return bound;
}

/** The path of a key below another, as a person would write it. */
export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A value for messages: quoted, control characters escaped, shortened where it is long. */
export function quoted(value: string): string {
  const text = JSON.stringify(value);
  return text.length > 102 ? `${text.slice(0, 100)}…"` : text;
}

export function isNull(node: ValueNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

export function textOf(entry: Entry | undefined): Located<string> | undefined {
  if (entry?.value.kind !== 'scalar') return undefined;
  return { value: String(entry.value.value), span: entry.value.span, keySpan: entry.keySpan };
}

export function booleanOf(entry: Entry | undefined): Located<boolean> | undefined {
  if (entry?.value.kind !== 'scalar') return undefined;
  return { value: entry.value.value === true, span: entry.value.span, keySpan: entry.keySpan };
}

/** Whether the value is of the type; says so as a problem when it is not. */
export function hasType(reading: Reading, node: ValueNode, type: PolicyType, path: string): boolean {
  switch (type.kind) {
    case 'text':
      return isText(reading, node, path, type.mayBeEmpty === true);
    case 'boolean':
      if (node.kind === 'scalar' && node.type === 'boolean') return true;
      return wrongType(reading, node, path, 'true or false', booleanFor(node));
    case 'version':
    case 'choice':
      return isChoice(reading, node, type.values, path);
    case 'list':
      return node.kind === 'array' || wrongType(reading, node, path, 'a list', listFor(reading, node));
    case 'map':
    case 'object':
      return node.kind === 'table' || wrongType(reading, node, path, 'a mapping');
  }
}

function isText(reading: Reading, node: ValueNode, path: string, mayBeEmpty: boolean): boolean {
  if (node.kind !== 'scalar' || node.type !== 'string') {
    const written = node.kind === 'scalar' ? reading.tree.source.slice(node.span) : undefined;
    return wrongType(reading, node, path, 'text', written === undefined ? undefined : quoted(written));
  }
  if (node.value !== '' || mayBeEmpty) return true;
  reading.problems.push({
    kind: 'bad-value',
    field: path,
    message: `${quoted(path)} is empty`,
    span: node.span,
  });
  return false;
}

function isChoice(
  reading: Reading,
  node: ValueNode,
  values: readonly (string | number)[],
  path: string,
): boolean {
  if (node.kind === 'missing') return false;
  if (node.kind !== 'scalar') return wrongType(reading, node, path, oneOf(values));
  if (values.includes(node.value as string)) return true;
  const written = String(node.value);
  const words = values.filter((value) => typeof value === 'string');
  const suggestion = closest(written, words) ?? synonyms.get(written.toLowerCase());
  reading.problems.push({
    kind: 'bad-value',
    field: path,
    message: `${quoted(path)} is ${quoted(written)}, and must be ${oneOf(values)}`,
    span: node.span,
    ...(suggestion !== undefined && words.includes(suggestion) ? { suggestion } : {}),
  });
  return false;
}

/** What people write in the place of the words of the policy, mostly taken from registries.conf. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['digest-only', 'digest'],
  ['digests', 'digest'],
  ['tag-only', 'tag'],
  ['tags', 'tag'],
  ['blocked', 'block'],
  ['never', 'block'],
  ['true', 'keep'],
  ['false', 'block'],
  ['always', 'keep'],
  ['enforce', 'enforcing'],
  ['enforced', 'enforcing'],
  ['permit', 'permissive'],
  ['off', 'disabled'],
]);

function oneOf(values: readonly (string | number)[]): string {
  return values.length === 1
    ? String(values[0])
    : `${values.slice(0, -1).join(', ')} or ${String(values.at(-1))}`;
}

function booleanFor(node: ValueNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const written = String(node.value).toLowerCase();
  if (['yes', 'on', 'true', '1', 'y'].includes(written)) return 'true';
  return ['no', 'off', 'false', '0', 'n'].includes(written) ? 'false' : undefined;
}

function listFor(reading: Reading, node: ValueNode): string | undefined {
  return node.kind === 'scalar' && node.type === 'string'
    ? `[${reading.tree.source.slice(node.span)}]`
    : undefined;
}

function unknownKey(reading: Reading, entry: Entry, fields: PolicyFields, path: string): void {
  const suggestion = closest(entry.key, fields.keys()) ?? foreignKeys.get(entry.key.toLowerCase());
  reading.problems.push({
    kind: 'unknown-key',
    field: path,
    message: `A mirror policy has no key ${quoted(entry.key)} here`,
    span: entry.keySpan,
    ...(suggestion !== undefined && fields.has(suggestion) ? { suggestion } : {}),
  });
}

/** Keys of the files that a policy is turned into, and where the policy says the same. */
const foreignKeys: ReadonlyMap<string, string> = new Map([
  ['registries', 'upstreams'],
  ['prefix', 'registry'],
  ['url', 'location'],
  ['endpoint', 'location'],
  ['endpoints', 'mirrors'],
  ['pull-from-mirror', 'pull'],
  ['mirror-by-digest-only', 'pull'],
  ['unqualified-search-registries', 'search'],
  ['short-name-mode', 'shortNames'],
  ['credential-helpers', 'credentialHelpers'],
  ['additional-layer-store-auth-helper', 'layerStoreAuthHelper'],
  ['insecureregistries', 'insecure'],
  ['blockedregistries', 'blocked'],
  ['allowedregistries', 'allowed'],
  ['skip_verify', 'insecure'],
]);

/** Always false, so that checks can return it. */
function wrongType(
  reading: Reading,
  node: ValueNode,
  path: string,
  expected: string,
  suggestion?: string,
): false {
  if (node.kind === 'missing') return false;
  reading.problems.push({
    kind: 'wrong-type',
    field: path,
    message: `${path === '' ? 'The policy' : quoted(path)} is ${kindOf(node)}, and must be ${expected}`,
    span: headOf(reading, node),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  return false;
}

function kindOf(node: ValueNode): string {
  if (node.kind === 'table') return 'a mapping';
  if (node.kind === 'array') return 'a list';
  if (node.kind === 'missing' || node.type === 'null') return 'empty';
  const kinds = { string: 'text', integer: 'a number', float: 'a number', boolean: 'true or false' };
  return kinds[node.type as keyof typeof kinds] ?? 'a date';
}

/** A scalar whole; of anything larger only its first line, so that a message points at one place. */
function headOf(reading: Reading, node: ValueNode): { start: number; end: number } {
  const { start, end } = node.span;
  const newline = reading.tree.source.text.indexOf('\n', start);
  return newline === -1 || newline >= end ? { start, end } : { start, end: newline };
}

function firstKey(node: ValueNode): { start: number; end: number } {
  if (node.kind === 'table' && node.entries.length > 0) return node.entries[0]!.keySpan;
  return { start: node.span.start, end: node.span.end };
}
