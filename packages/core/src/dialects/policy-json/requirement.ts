import { type Entry, stringOf, type ValueNode } from '../../syntax/tree.ts';
import { closest } from '../../text/closest.ts';
import { bindObject, isNull, type Reading, shown } from './binding.ts';
import { wellFormed } from './encoding.ts';
import { fulcioFields, keyTypes, pkiFields, requirementKinds } from './fields.ts';
import { missingKey, readIdentity, readTyped } from './identity.ts';
import { checkFulcio, checkPki, checkRekor, checkSigstoreKeys, checkSimpleKeys } from './key-sources.ts';
import type { Requirement } from './model.ts';

/** Reads one requirement of a list. */
export function readRequirement(reading: Reading, node: ValueNode): Requirement | undefined {
  const typed = readTyped(reading, node, requirementKinds, {
    condition: 'E7',
    what: 'A requirement',
    word: 'requirement type',
  });
  if (typed === undefined) return undefined;
  const identityKey = typed.kind === 'signedBaseLayer' ? 'baseLayerIdentity' : 'signedIdentity';
  const identityEntry = typed.kind === undefined ? undefined : typed.fields.get(identityKey);
  const identity =
    identityEntry === undefined ? undefined : readIdentity(reading, identityEntry.value, identityKey);
  const requirement: Requirement = {
    ...typed,
    span: typed.node.span,
    ...(identity === undefined ? {} : { identity }),
  };
  checkRequirement(reading, requirement);
  return requirement;
}

function checkRequirement(reading: Reading, requirement: Requirement): void {
  const at = requirement.type?.span;
  switch (requirement.kind) {
    case 'signedBy':
      checkKeyType(reading, requirement);
      checkSimpleKeys(reading, requirement);
      return;
    case 'sigstoreSigned':
      checkSigstoreKeys(reading, requirement);
      checkRekor(reading, requirement);
      checkPart(reading, requirement, 'fulcio');
      checkPart(reading, requirement, 'pki');
      return;
    case 'signedBaseLayer':
      if (!requirement.fields.has('baseLayerIdentity'))
        missingKey(reading, requirement.node, 'baseLayerIdentity', 'signedBaseLayer', at);
      return;
    default:
  }
}

function checkKeyType(reading: Reading, requirement: Requirement): void {
  const entry = requirement.fields.get('keyType');
  if (entry === undefined)
    return missingKey(reading, requirement.node, 'keyType', 'signedBy', requirement.type?.span);
  const value = stringOf(entry.value);
  if (value === undefined && !isNull(entry.value)) return;
  const keyType = wellFormed(value ?? '');
  if (keyTypes.includes(keyType)) return;
  const suggestion = closest(keyType, keyTypes) ?? (/gpg|pgp/i.test(keyType) ? 'GPGKeys' : undefined);
  reading.faults.push({
    condition: 'E9',
    message: `Unknown keyType "${shown(keyType)}"`,
    span: entry.value.span,
    at: { table: requirement.node, entry },
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function checkPart(reading: Reading, requirement: Requirement, key: 'fulcio' | 'pki'): void {
  const entry = requirement.fields.get(key);
  if (entry === undefined) return;
  const fields = bindPart(reading, entry, key);
  if (fields === undefined) return;
  if (key === 'fulcio') checkFulcio(reading, entry, fields);
  else checkPki(reading, entry, fields);
}

function bindPart(
  reading: Reading,
  entry: Entry,
  key: 'fulcio' | 'pki',
): ReadonlyMap<string, Entry> | undefined {
  return bindObject(reading, entry.value, key === 'fulcio' ? fulcioFields : pkiFields, `"${key}"`);
}
