import type { LibraryVersion } from '../../model/target.ts';
import type { Entry } from '../../syntax/tree.ts';
import { isNull, opening, type Reading } from './binding.ts';
import type { FaultCondition, Requirement } from './model.ts';

/** Rules of signedBy and sigstoreSigned about which keys go together. Source: signature/policy_config*.go. */

const simpleSources: readonly string[] = ['keyPath', 'keyPaths', 'keyData'];
const sigstoreSources: readonly string[] = ['keyPath', 'keyPaths', 'keyData', 'keyDatas', 'fulcio', 'pki'];
const rekorSources: readonly string[] = [
  'rekorPublicKeyPath',
  'rekorPublicKeyPaths',
  'rekorPublicKeyData',
  'rekorPublicKeyDatas',
];

/** signedBy: exactly one of keyPath, keyPaths, keyData, and since 5.22 it must not be empty. */
export function checkSimpleKeys(reading: Reading, requirement: Requirement): void {
  const present = pick(requirement.fields, simpleSources);
  if (present.length === 0) return none(reading, requirement, simpleSources);
  if (present.length > 1) return tooMany(reading, requirement, present, 'E10');
  if (!isSet(present[0]!)) emptySource(reading, present[0]!, [5, 22, 0]);
}

/**
 * sigstoreSigned: before 5.24 the keys written are counted, since then those that hold something.
 * An empty list is refused as soon as lists are known.
 */
export function checkSigstoreKeys(reading: Reading, requirement: Requirement): void {
  const present = pick(requirement.fields, sigstoreSources);
  if (present.length === 0) return none(reading, requirement, sigstoreSources);
  const emptyLists = present.filter(isEmptyList);
  if (emptyLists.length > 0) {
    for (const entry of emptyLists) emptySource(reading, entry);
    return;
  }
  const set = present.filter(isSet);
  if (set.length === 0 && present.length === 1) return emptySource(reading, present[0]!, [5, 24, 0]);
  if (present.length === 1) return;
  if (set.length === 1) tooMany(reading, requirement, present, 'E10', [5, 24, 0]);
  else tooMany(reading, requirement, present, 'E10');
}

export function checkRekor(reading: Reading, requirement: Requirement): void {
  const present = pick(requirement.fields, rekorSources);
  for (const entry of present.filter(isEmptyList)) emptySource(reading, entry);
  const set = present.filter(isSet);
  if (set.length > 1) tooMany(reading, requirement, set, 'E12');
  const fulcio = requirement.fields.get('fulcio');
  const pki = requirement.fields.get('pki');
  if (fulcio !== undefined && set.length === 0) {
    reading.faults.push({
      condition: 'E12',
      message: '"fulcio" needs the key of a Rekor log, and there is none',
      span: fulcio.keySpan,
    });
  }
  if (pki !== undefined && set.length > 0) {
    reading.faults.push({
      condition: 'E12',
      message: `"${set[0]!.key}" cannot be used together with "pki"`,
      span: set[0]!.keySpan,
      related: { span: pki.keySpan, message: 'pki is used here' },
    });
  }
}

export function checkFulcio(reading: Reading, holder: Entry, fields: ReadonlyMap<string, Entry>): void {
  exactlyOne(reading, holder, fields, ['caPath', 'caData']);
  if (!holds(fields, 'oidcIssuer')) lacks(reading, holder, ['oidcIssuer']);
  if (holds(fields, 'subjectEmail')) return;
  if (fields.has('buildSignerURI') && holds(fields, 'buildSignerURI')) return;
  lacks(reading, holder, ['subjectEmail']);
}

export function checkPki(reading: Reading, holder: Entry, fields: ReadonlyMap<string, Entry>): void {
  exactlyOne(reading, holder, fields, ['caRootsPath', 'caRootsData']);
  const intermediates = pick(fields, ['caIntermediatesPath', 'caIntermediatesData']).filter(isSet);
  if (intermediates.length > 1) both(reading, intermediates);
  if (!holds(fields, 'subjectEmail') && !holds(fields, 'subjectHostname'))
    lacks(reading, holder, ['subjectEmail', 'subjectHostname']);
}

function exactlyOne(
  reading: Reading,
  holder: Entry,
  fields: ReadonlyMap<string, Entry>,
  keys: readonly string[],
): void {
  const set = pick(fields, keys).filter(isSet);
  if (set.length === 0) lacks(reading, holder, keys);
  else if (set.length > 1) both(reading, set);
}

function both(reading: Reading, entries: readonly Entry[]): void {
  reading.faults.push({
    condition: 'E12',
    message: `"${entries[1]!.key}" and "${entries[0]!.key}" cannot be used together`,
    span: entries[1]!.keySpan,
    related: { span: entries[0]!.keySpan, message: 'The other one is here' },
  });
}

function lacks(reading: Reading, holder: Entry, keys: readonly string[]): void {
  reading.faults.push({
    condition: 'E12',
    message: `"${holder.key}" has no ${keys.map((key) => `"${key}"`).join(' or ')}`,
    span: holder.keySpan,
  });
}

function none(reading: Reading, requirement: Requirement, sources: readonly string[]): void {
  reading.faults.push({
    condition: 'E10',
    message: `${requirement.kind} names no key: one of ${sources.join(', ')} is needed`,
    span: requirement.type?.span ?? opening(requirement.node),
  });
}

function tooMany(
  reading: Reading,
  requirement: Requirement,
  entries: readonly Entry[],
  condition: FaultCondition,
  before?: LibraryVersion,
): void {
  const second = entries[1]!;
  reading.faults.push({
    condition,
    message: `Only one of ${entries.map((entry) => `"${entry.key}"`).join(' and ')} may be used`,
    span: second.keySpan,
    related: { span: entries[0]!.keySpan, message: 'The first one is here' },
    at: { table: requirement.node, entry: second },
    ...(before === undefined ? {} : { before }),
  });
}

function emptySource(reading: Reading, entry: Entry, from?: LibraryVersion): void {
  reading.faults.push({
    condition: 'E10',
    message: `"${entry.key}" is empty`,
    span: entry.value.span,
    ...(from === undefined ? {} : { from }),
  });
}

/** In document order. */
function pick(fields: ReadonlyMap<string, Entry>, keys: readonly string[]): readonly Entry[] {
  return keys.flatMap((key) => fields.get(key) ?? []).sort((a, b) => a.keySpan.start - b.keySpan.start);
}

function holds(fields: ReadonlyMap<string, Entry>, key: string): boolean {
  const entry = fields.get(key);
  return entry !== undefined && isSet(entry);
}

/** Whether the decoded value counts as given: strings when not empty, bytes and lists when not null. */
function isSet({ key, value }: Entry): boolean {
  if (isNull(value)) return false;
  const bytes = key.endsWith('Data');
  return bytes || value.kind !== 'scalar' || value.value !== '';
}

function isEmptyList({ key, value }: Entry): boolean {
  if (!key.endsWith('Paths') && !key.endsWith('Datas')) return false;
  return isNull(value) || (value.kind === 'array' && value.items.length === 0);
}
