import type { Located } from '../../model/provenance.ts';
import type { ArrayNode, Entry, TableNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import { headOf } from './bind.ts';
import type { MirrorTable, RegistriesConf, RegistryTable } from './model.ts';

/**
 * What a table is known by for as long as its lines stay what they are, wherever edits move it: for what was found out of
 * its lines alone. Tables that are known by one thing hold the same keys and values in the same order.
 */
export function identityOf(table: RegistryTable): object {
  return table.identity ?? table;
}

/** The binding of a table that an edit above it moved; `node` is the moved table. */
export function movedRegistry(table: RegistryTable, node: TableNode): RegistryTable {
  const { prefix, location, insecure, blocked, mirrorByDigestOnly, pullFromMirror } = table;
  const mirrors = table.mirrors.length === 0 ? table.mirrors : movedMirrors(table, node);
  const before = table.node.entries;
  const after = node.entries;
  const headSpan = headOf(node);
  const identity = table.identity ?? {};
  const made: Writable<RegistryTable> = {
    node,
    headSpan,
    span: wholeSpan(node.span, mirrors),
    mirrors,
    identity,
  };
  // one after the other: conditional spreads of so many fields are slower
  if (prefix) made.prefix = moved(prefix, before, after);
  if (location) made.location = moved(location, before, after);
  if (insecure) made.insecure = moved(insecure, before, after);
  if (blocked) made.blocked = moved(blocked, before, after);
  if (mirrorByDigestOnly) made.mirrorByDigestOnly = moved(mirrorByDigestOnly, before, after);
  if (pullFromMirror) made.pullFromMirror = moved(pullFromMirror, before, after);
  return made;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Every item of the list of mirrors is one of them: the table had no fault. */
function movedMirrors({ node: before, mirrors }: RegistryTable, node: TableNode): readonly MirrorTable[] {
  const first = mirrors[0]!.node;
  const at = before.entries.findIndex(({ value }) => value.kind === 'array' && value.items[0] === first);
  const list = node.entries[at]!.value as ArrayNode;
  return mirrors.map((mirror, index) => movedMirror(mirror, list.items[index] as TableNode));
}

function movedMirror(mirror: MirrorTable, node: TableNode): MirrorTable {
  const { location, insecure, pullFromMirror } = mirror;
  const before = mirror.node.entries;
  const after = node.entries;
  const made: Writable<MirrorTable> = { node, headSpan: headOf(node), span: node.span };
  if (location) made.location = moved(location, before, after);
  if (insecure) made.insecure = moved(insecure, before, after);
  if (pullFromMirror) made.pullFromMirror = moved(pullFromMirror, before, after);
  return made;
}

/** A value shares its span with the node that it was read from, by which its entry is found. */
function moved<T>(
  { value, span }: Located<T>,
  before: readonly Entry[],
  after: readonly Entry[],
): Located<T> {
  let at = 0;
  while (before[at]!.value.span !== span) at++;
  const entry = after[at]!;
  return { value, span: entry.value.span, keySpan: entry.keySpan };
}

/** The span of a table with its mirrors. */
export function wholeSpan(own: Span, mirrors: readonly MirrorTable[]): Span {
  const last = mirrors.at(-1);
  return last === undefined || last.span.end <= own.end ? own : { start: own.start, end: last.span.end };
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
