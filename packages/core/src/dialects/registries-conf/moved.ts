import type { Located } from '../../model/provenance.ts';
import type { Entry, TableNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import type { MirrorTable, RegistriesConf, RegistryTable } from './model.ts';

/**
 * What a table is known by for as long as its lines stay what they are, wherever edits move it: for what was found out of
 * its lines alone. Tables that are known by one thing hold the same keys and values in the same order.
 */
export function identityOf(table: RegistryTable): object {
  return table.identity ?? table;
}

/** The binding of a table that an edit above it moved by `by` characters; `node` is the moved table. */
export function movedRegistry(table: RegistryTable, node: TableNode, by: number): RegistryTable {
  const { prefix, location, insecure, blocked, mirrorByDigestOnly, pullFromMirror, mirrors } = table;
  const nodes = mirrors.length === 0 ? [] : mirrorNodes(table, node);
  return {
    node,
    headSpan: movedSpan(table.headSpan, by),
    span: movedSpan(table.span, by),
    mirrors: mirrors.map((mirror, index) => movedMirror(mirror, nodes[index]!, by)),
    ...(prefix && { prefix: movedValue(prefix, by) }),
    ...(location && { location: movedValue(location, by) }),
    ...(insecure && { insecure: movedValue(insecure, by) }),
    ...(blocked && { blocked: movedValue(blocked, by) }),
    ...(mirrorByDigestOnly && { mirrorByDigestOnly: movedValue(mirrorByDigestOnly, by) }),
    ...(pullFromMirror && { pullFromMirror: movedValue(pullFromMirror, by) }),
    identity: table.identity ?? {},
  };
}

function movedMirror(mirror: MirrorTable, node: TableNode, by: number): MirrorTable {
  const { location, insecure, pullFromMirror } = mirror;
  return {
    node,
    headSpan: movedSpan(mirror.headSpan, by),
    span: node.span,
    ...(location && { location: movedValue(location, by) }),
    ...(insecure && { insecure: movedValue(insecure, by) }),
    ...(pullFromMirror && { pullFromMirror: movedValue(pullFromMirror, by) }),
  };
}

/** The moved tables of the mirrors. Every item of the list is one: the table had no fault. */
function mirrorNodes({ node: before, mirrors }: RegistryTable, node: TableNode): readonly TableNode[] {
  const holds = ({ value }: Entry): boolean => value.kind === 'array' && value.items[0] === mirrors[0]!.node;
  const list = node.entries[before.entries.findIndex(holds)]!.value;
  return list.kind === 'array' ? (list.items as readonly TableNode[]) : [];
}

function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function movedValue<T>({ value, span, keySpan }: Located<T>, by: number): Located<T> {
  const moved = { value, span: movedSpan(span, by) };
  return keySpan === undefined ? moved : { ...moved, keySpan: movedSpan(keySpan, by) };
}

/** Tells of which tables, by index, nothing was to be said when the file was bound: their keys are all known, and fit. */
export function isFaultless({
  registries,
  unknownKeys,
  typeErrors,
  caseDuplicates,
}: RegistriesConf): (index: number) => boolean {
  const faults = [
    ...unknownKeys.map(({ keySpan }) => keySpan.start),
    ...typeErrors.map(({ span }) => span.start),
    ...caseDuplicates.map(({ second }) => second.start),
  ].sort((a, b) => a - b);
  if (faults.length === 0) return () => true;
  const faulty = new Set<number>();
  let index = -1;
  for (const fault of faults) {
    // a table reaches to the header of the next
    while (index + 1 < registries.length && registries[index + 1]!.headSpan.start <= fault) index++;
    faulty.add(index);
  }
  return (at) => !faulty.has(at);
}
