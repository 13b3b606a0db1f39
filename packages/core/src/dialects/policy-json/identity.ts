import { type Entry, stringOf, type TableNode, type ValueNode } from '../../syntax/tree.ts';
import { closest } from '../../text/closest.ts';
import type { Span } from '../../text/span.ts';
import { bindObject, entriesOf, isNull, opening, type Reading, shown, wrongType } from './binding.ts';
import { wellFormed } from './encoding.ts';
import { type IdentityType, identityKinds, type ObjectKind } from './fields.ts';
import type { FaultCondition, Identity } from './model.ts';
import { isRemapPrefix, referenceForm } from './names.ts';

/** Reads `signedIdentity` or `baseLayerIdentity`; `holder` names the key for messages. */
export function readIdentity(reading: Reading, node: ValueNode, holder: string): Identity | undefined {
  const typed = readTyped(reading, node, identityKinds, {
    condition: 'E13',
    what: `"${holder}"`,
    word: 'identity type',
  });
  if (typed === undefined) return undefined;
  const identity: Identity = { ...typed, span: typed.node.span };
  if (identity.kind !== undefined) checkValues(reading, identity, identity.kind);
  return identity;
}

function checkValues(reading: Reading, identity: Identity, kind: IdentityType): void {
  for (const [key, field] of Object.entries(identityKinds[kind].fields)) {
    if (key === 'type' || field.required !== true) continue;
    const entry = identity.fields.get(key);
    if (entry === undefined) {
      missingKey(reading, identity.node, key, `an identity of type ${kind}`, identity.type?.span);
    } else checkName(reading, key, entry);
  }
}

function checkName(reading: Reading, key: string, entry: Entry): void {
  const { value } = entry;
  if (!isNull(value) && stringOf(value) === undefined) return;
  const name = wellFormed(stringOf(value) ?? '');
  const problem = nameProblem(key, name);
  if (problem === undefined) return;
  reading.faults.push({
    condition: 'E14',
    message: `"${key}" is "${shown(name)}", ${problem}`,
    span: value.span,
  });
}

function nameProblem(key: string, name: string): string | undefined {
  if (key === 'prefix' || key === 'signedPrefix')
    return isRemapPrefix(name) ? undefined : 'which is neither HOST[:PORT] nor HOST[:PORT]/PATH';
  const form = referenceForm(name);
  if (form === 'malformed') return 'which is no image name';
  if (key === 'dockerReference' && form === 'name') return 'which has neither a tag nor a digest';
  return undefined;
}

/** What is read of an object whose key `type` says which other keys it has. */
export interface Typed<Kind extends string> {
  readonly node: TableNode;
  readonly type?: { readonly value: string; readonly span: Span; readonly keySpan: Span };
  readonly kind?: Kind;
  readonly fields: ReadonlyMap<string, Entry>;
}

interface TypedWords {
  readonly condition: FaultCondition;
  readonly what: string;
  readonly word: string;
}

export function readTyped<Kind extends string>(
  reading: Reading,
  node: ValueNode,
  kinds: Readonly<Record<Kind, ObjectKind>>,
  words: TypedWords,
): Typed<Kind> | undefined {
  if (isNull(node)) {
    reading.faults.push({
      condition: words.condition,
      message: `${words.what} is null: the ${words.word} is missing`,
      span: node.span,
    });
    return undefined;
  }
  if (node.kind !== 'table') {
    wrongType(reading, node, words.what, 'an object');
    return undefined;
  }
  const typeEntry = node.entries.find((entry) => wellFormed(entry.key) === 'type');
  const type = typeOf(reading, typeEntry);
  const kind = knownType(reading, node, typeEntry, type?.value, kinds, words);
  const fields =
    kind === undefined
      ? entriesOf(reading, node, words.what)
      : bindObject(reading, node, kinds[kind].fields, `${kind}`);
  return {
    node,
    fields: fields ?? new Map<string, Entry>(),
    ...(type === undefined ? {} : { type }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function typeOf(
  reading: Reading,
  entry: Entry | undefined,
): { value: string; span: Span; keySpan: Span } | undefined {
  if (entry === undefined) return undefined;
  const value = stringOf(entry.value);
  if (value !== undefined)
    return { value: wellFormed(value), span: entry.value.span, keySpan: entry.keySpan };
  if (!isNull(entry.value)) wrongType(reading, entry.value, '"type"', 'a string');
  return undefined;
}

function knownType<Kind extends string>(
  reading: Reading,
  node: TableNode,
  entry: Entry | undefined,
  type: string | undefined,
  kinds: Readonly<Record<Kind, ObjectKind>>,
  words: TypedWords,
): Kind | undefined {
  if (type !== undefined && Object.hasOwn(kinds, type)) {
    const { since } = kinds[type as Kind];
    if (since !== undefined) {
      reading.faults.push({
        condition: 'E16',
        message: `The ${words.word} "${type}" came with containers/image ${since[0]}.${since[1]}`,
        span: entry!.value.span,
        before: since,
      });
    }
    return type as Kind;
  }
  if (type === undefined && entry !== undefined && !isNull(entry.value)) return undefined;
  const suggestion = type === undefined ? undefined : closest(type, Object.keys(kinds));
  reading.faults.push({
    condition: words.condition,
    message: type === undefined ? `${words.what} has no "type"` : `Unknown ${words.word} "${shown(type)}"`,
    span: entry === undefined ? opening(node) : entry.value.span,
    ...(entry === undefined ? {} : { at: { table: node, entry } }),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  return undefined;
}

/** E8: a mandatory key is missing; the place is the value of `type`, or the opening of the object. */
export function missingKey(reading: Reading, node: TableNode, key: string, what: string, at?: Span): void {
  reading.faults.push({
    condition: key === 'keyType' ? 'E9' : 'E8',
    message: `Key "${key}" is missing in ${what}`,
    span: at ?? opening(node),
  });
}
