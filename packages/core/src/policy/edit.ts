import type { Parsed } from '../dialects/document.ts';
import {
  addEntry,
  addItem,
  type PlainValue,
  removeEntry,
  removeItem,
  setValue,
} from '../syntax/edit/index.ts';
import { type ArrayNode, type Entry, entryOf, type TableNode, type ValueNode } from '../syntax/tree.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { sourceText } from '../text/source.ts';
import { mirrorFields, type PolicyFields, policyFields, upstreamFields } from './fields.ts';
import type { MirrorPolicy } from './model.ts';
import { moveInSequence } from './move.ts';
import { readMirrorPolicy } from './read.ts';
import { type PlainMirror, type PlainUpstream, yamlText } from './write.ts';

/*
 * Edits of a mirror policy that keep its comments, its order and everything they are not about. All are made against
 * the document given; `applyPolicyEdits` gives the document after them. An edit that has nothing to do is empty.
 */

export type PolicyDocument = Parsed<MirrorPolicy>;

/** Keys and indices from the top of the document: `['upstreams', 0, 'mirrors', 1, 'pull']`. */
export type PolicyPath = readonly (string | number)[];

export type ListName =
  | 'targets'
  | 'insecure'
  | 'blocked'
  | 'allowed'
  | 'rejected'
  | 'search'
  | 'credentialHelpers';

/** The document after the edits. */
export function applyPolicyEdits(policy: PolicyDocument, edits: readonly TextEdit[]): PolicyDocument {
  if (edits.length === 0) return policy;
  return readMirrorPolicy(policy.path, sourceText(applyEdits(policy.source.text, edits)));
}

/** Sets a value, making what is missing above it; undefined removes the key. */
export function setField(
  policy: PolicyDocument,
  path: PolicyPath,
  value: PlainValue | undefined,
): readonly TextEdit[] {
  if (value === undefined) return removeField(policy, path);
  const { tree } = policy;
  let node: ValueNode = tree.root;
  for (const [depth, step] of path.entries()) {
    const child = childOf(node, step);
    if (child === undefined) return addMissing(policy, node, path, depth, value);
    node = child;
  }
  return setValue(tree, node, value);
}

/** Removes a key or an item. */
export function removeField(policy: PolicyDocument, path: PolicyPath): readonly TextEdit[] {
  const { tree } = policy;
  const last = path.at(-1);
  const parent = nodeAt(policy, path.slice(0, -1));
  if (parent?.kind === 'array' && typeof last === 'number') {
    // A list that nothing is left in goes with its key.
    if (parent.items.length === 1 && last === 0) return removeField(policy, path.slice(0, -1));
    return removeItem(tree, parent, last);
  }
  const entry = typeof last === 'string' ? entryOf(parent, last) : undefined;
  return entry === undefined || parent?.kind !== 'table' ? [] : removeEntry(tree, parent, entry);
}

/** Adds an item to a list, at its end or before the item at `index`. */
export function addToSequence(
  policy: PolicyDocument,
  path: PolicyPath,
  value: PlainValue,
  index?: number,
): readonly TextEdit[] {
  const list = nodeAt(policy, path);
  if (list?.kind !== 'array' || list.items.length === 0) return setField(policy, path, [value]);
  return addItem(policy.tree, list, value, index === undefined ? {} : { index });
}

/** Moves an item of a list, with its comments, to another place. */
export function moveItem(
  policy: PolicyDocument,
  path: PolicyPath,
  from: number,
  to: number,
): readonly TextEdit[] {
  const list = nodeAt(policy, path);
  return list?.kind === 'array' ? moveInSequence(policy.source, list, from, to) : [];
}

export function addUpstream(
  policy: PolicyDocument,
  upstream: PlainUpstream,
  index?: number,
): readonly TextEdit[] {
  return addToSequence(policy, ['upstreams'], upstreamValue(upstream), index);
}

export function removeUpstream(policy: PolicyDocument, index: number): readonly TextEdit[] {
  return removeField(policy, ['upstreams', index]);
}

export function moveUpstream(policy: PolicyDocument, from: number, to: number): readonly TextEdit[] {
  return moveItem(policy, ['upstreams'], from, to);
}

/** Sets one key of an upstream; undefined removes it. */
export function setUpstream(
  policy: PolicyDocument,
  index: number,
  key: Exclude<keyof PlainUpstream, 'mirrors'>,
  value: string | boolean | undefined,
): readonly TextEdit[] {
  return setField(policy, ['upstreams', index, key], value);
}

export function addMirror(
  policy: PolicyDocument,
  upstream: number,
  mirror: PlainMirror,
  index?: number,
): readonly TextEdit[] {
  return addToSequence(policy, ['upstreams', upstream, 'mirrors'], ordered(mirror, mirrorFields), index);
}

export function removeMirror(policy: PolicyDocument, upstream: number, index: number): readonly TextEdit[] {
  return removeField(policy, ['upstreams', upstream, 'mirrors', index]);
}

export function moveMirror(
  policy: PolicyDocument,
  upstream: number,
  from: number,
  to: number,
): readonly TextEdit[] {
  return moveItem(policy, ['upstreams', upstream, 'mirrors'], from, to);
}

/** Sets one key of a mirror; undefined removes it. */
export function setMirror(
  policy: PolicyDocument,
  upstream: number,
  index: number,
  key: keyof PlainMirror,
  value: string | boolean | undefined,
): readonly TextEdit[] {
  return setField(policy, ['upstreams', upstream, 'mirrors', index, key], value);
}

/** Sets a whole list; undefined removes it, `[]` leaves an empty one. */
export function setList(
  policy: PolicyDocument,
  list: ListName,
  values: readonly string[] | undefined,
): readonly TextEdit[] {
  return setField(policy, [list], values);
}

/** Adds a value to a list unless it is there. */
export function addToList(policy: PolicyDocument, list: ListName, value: string): readonly TextEdit[] {
  return indexInList(policy, list, value) === -1 ? addToSequence(policy, [list], value) : [];
}

/** Removes a value from a list; the list itself stays, also when it becomes empty: an empty one means something. */
export function removeFromList(policy: PolicyDocument, list: ListName, value: string): readonly TextEdit[] {
  const node = nodeAt(policy, [list]);
  const index = indexInList(policy, list, value);
  if (node?.kind !== 'array' || index === -1) return [];
  return node.items.length === 1 ? setValue(policy.tree, node, []) : removeItem(policy.tree, node, index);
}

/** Sets what a short name stands for; undefined removes the alias, '' makes one that erases. */
export function setAlias(
  policy: PolicyDocument,
  name: string,
  value: string | undefined,
): readonly TextEdit[] {
  return setField(policy, ['aliases', name], value);
}

/** Sets the path of a certificate authority; undefined removes the name. */
export function setCa(policy: PolicyDocument, name: string, path: string | undefined): readonly TextEdit[] {
  return setField(policy, ['cas', name], path);
}

/** Values of a list with their places, made once for a document: rules ask for each of thousands of names. */
const indices = new WeakMap<ArrayNode, ReadonlyMap<unknown, number>>();

function indexInList(policy: PolicyDocument, list: ListName, value: string): number {
  const node = nodeAt(policy, [list]);
  if (node?.kind !== 'array') return -1;
  let known = indices.get(node);
  if (known === undefined) {
    const values = node.items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
    // from the end, so that the first of equal values stays
    known = new Map(values.map((each, index) => [each, index] as const).reverse());
    indices.set(node, known);
  }
  return known.get(value) ?? -1;
}

function nodeAt(policy: PolicyDocument, path: PolicyPath): ValueNode | undefined {
  let node: ValueNode | undefined = policy.tree.root;
  for (const step of path) node = node && childOf(node, step);
  return node;
}

function childOf(node: ValueNode, step: string | number): ValueNode | undefined {
  if (typeof step === 'string') return entryOf(node, step)?.value;
  return node.kind === 'array' ? node.items[step] : undefined;
}

/** Adds `value` where the path leaves the document, below `node`, which is what `path` leads to at `depth`. */
function addMissing(
  policy: PolicyDocument,
  node: ValueNode,
  path: PolicyPath,
  depth: number,
  value: PlainValue,
): readonly TextEdit[] {
  const step = path[depth]!;
  const inner = path.slice(depth + 1).reduceRight<PlainValue>(wrap, value);
  if (node.kind === 'table' && typeof step === 'string') {
    const before = followingEntry(node, step, path.slice(0, depth));
    return addEntry(policy.tree, node, step, inner, before === undefined ? {} : { before });
  }
  if (node.kind === 'array') return addItem(policy.tree, node as ArrayNode, inner);
  if (depth === 0) return startDocument(policy, String(step), inner);
  return setValue(policy.tree, node, wrap(inner, step));
}

function wrap(value: PlainValue, step: string | number): PlainValue {
  return typeof step === 'number' ? [value] : { [step]: value };
}

/** The first entry that the reference lists after the key, so that new keys stand in the usual order. */
function followingEntry(table: TableNode, key: string, path: PolicyPath): Entry | undefined {
  const fields = fieldsAt(path);
  if (fields === undefined) return undefined;
  const keys = [...fields.keys()];
  const rank = keys.indexOf(key);
  return table.entries.find((entry) => keys.indexOf(entry.key) > rank);
}

function fieldsAt(path: PolicyPath): PolicyFields | undefined {
  if (path.length === 0) return policyFields;
  if (path.length === 2 && path[0] === 'upstreams') return upstreamFields;
  return path.length === 4 && path[2] === 'mirrors' ? mirrorFields : undefined;
}

/** A document of comments only has no mapping to add to. */
function startDocument({ source }: PolicyDocument, key: string, value: PlainValue): readonly TextEdit[] {
  const end = source.text.length;
  const gap = end === 0 || source.text.endsWith('\n') ? '' : '\n';
  const text = typeof value === 'string' ? yamlText(value) : JSON.stringify(value);
  return [{ span: { start: end, end }, newText: `${gap}${key}: ${text}\n` }];
}

function upstreamValue(upstream: PlainUpstream): PlainValue {
  const { mirrors = [] } = upstream;
  const value = { ...upstream, mirrors: mirrors.map((mirror) => ordered(mirror, mirrorFields)) };
  return ordered(mirrors.length === 0 ? { ...value, mirrors: undefined } : value, upstreamFields);
}

/** The keys that have a value, in the order of the reference. */
function ordered(value: object, fields: PolicyFields): PlainValue {
  const entries = new Map(Object.entries(value) as [string, PlainValue | undefined][]);
  const found: [string, PlainValue][] = [];
  for (const key of fields.keys()) {
    const item = entries.get(key);
    if (item !== undefined) found.push([key, item]);
  }
  return Object.fromEntries(found);
}
