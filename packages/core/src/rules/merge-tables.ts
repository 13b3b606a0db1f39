import type { EffectiveRegistry } from '../runtimes/containers/config.ts';
import { addTable, type PlainValue, removeTable } from '../syntax/edit/index.ts';
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
  const known = new Set(first.mirrors.map(({ location }) => location));
  const missing = second.mirrors.filter(({ location }) => !known.has(location));
  // one insertion at a time keeps the edits apart; the next round of fixes takes the next mirror
  const [mirror] = missing;
  const after = kept.mirrors.at(-1)?.node ?? kept.node;
  const edits =
    mirror === undefined
      ? removeTable(document.tree, dropped.node)
      : addTable(document.tree, ['registry', 'mirror'], mirrorEntries(mirror), { kind: 'element', after });
  const title =
    mirror === undefined
      ? 'Remove the second table'
      : `Move the mirror ${mirror.location} to the first table`;
  return [{ title, safety: 'review', edits: edits.map((edit) => ({ ...edit, path: document.path })) }];
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
