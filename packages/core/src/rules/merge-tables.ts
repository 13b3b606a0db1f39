import { foldKey } from '../dialects/registries-conf/fold.ts';
import type { RegistryTable } from '../dialects/registries-conf/model.ts';
import type {
  EffectiveMirror,
  EffectiveRegistry,
  RegistriesDocument,
} from '../runtimes/containers/config.ts';
import { addItem, addTable, type PlainValue, removeTable } from '../syntax/edit/index.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Fix } from './rule.ts';

/**
 * A fix that moves the mirrors which only the second table has behind those of the first, and removes the second.
 * None where the tables disagree on a flag or location: a person has to say which is meant.
 */
export function mergeFix(first: EffectiveRegistry, second: EffectiveRegistry): readonly Fix[] {
  const { table: kept, document } = first;
  const { table: dropped } = second;
  const agree =
    first.location === second.location &&
    first.insecure === second.insecure &&
    first.blocked === second.blocked &&
    first.mirrorByDigestOnly === second.mirrorByDigestOnly;
  if (kept === undefined || dropped === undefined || !agree || second.document !== document) return [];
  if (kept.node.style !== 'element' || dropped.node.style !== 'element') return [];
  const known = locationsOf(first);
  const missing = second.mirrors.filter(({ location }) => !known.has(location));
  const { tree, path } = document;
  const edits = missing.length === 0 ? removeTable(tree, dropped.node) : addMirrors(document, kept, missing);
  if (edits.length === 0) return [];
  const title =
    missing.length === 0
      ? 'Remove the second table'
      : `Move ${missing.map(({ location }) => location).join(', ')} to the first table`;
  return [{ title, safety: 'review', edits: edits.map((edit) => ({ ...edit, path })) }];
}

const locations = new WeakMap<EffectiveRegistry, ReadonlySet<string>>();

/** Mirrors of a table by location; kept, because a table may have thousands of duplicates. */
function locationsOf(registry: EffectiveRegistry): ReadonlySet<string> {
  const known = locations.get(registry) ?? new Set(registry.mirrors.map(({ location }) => location));
  locations.set(registry, known);
  return known;
}

/** Behind the mirrors that the table has, in the form they have. */
function addMirrors(
  { tree, model }: RegistriesDocument,
  { node, mirrors }: RegistryTable,
  missing: readonly EffectiveMirror[],
): readonly TextEdit[] {
  const entry = node.entries.find(({ key }) => foldKey(key) === 'mirror');
  const array = entry?.value;
  if (array?.kind === 'array' && array.style !== 'tables') {
    // one item at a time: how the list is broken into lines is judged again for the next
    return addItem(tree, array, Object.fromEntries(mirrorEntries(missing[0]!)));
  }
  const after = mirrors.at(-1)?.node ?? node;
  // keys are matched without regard to case, but TOML itself tells them apart
  const path = [model.registryEntry?.key ?? 'registry', entry?.key ?? 'mirror'];
  return missing.flatMap((mirror) => addTable(tree, path, mirrorEntries(mirror), { kind: 'element', after }));
}

function mirrorEntries(
  mirror: EffectiveRegistry['mirrors'][number],
): readonly (readonly [string, PlainValue])[] {
  const { location, insecure, pullFromMirror } = mirror.table;
  return [
    ['location', location?.value ?? mirror.location],
    ...(insecure === undefined ? [] : [['insecure', insecure.value] as const]),
    ...(pullFromMirror === undefined ? [] : [['pull-from-mirror', pullFromMirror.value] as const]),
  ];
}
