import type { MirrorTable, RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { EffectiveMirror, EffectiveRegistry } from '../../runtimes/containers/config.ts';
import type { Span } from '../../text/span.ts';
import { isNotable } from './notable-places.ts';
import { type PrefixProblem, prefixProblem } from './prefix-problem.ts';

/** A table of a file with where its match key stands. */
export interface PlacedTable {
  readonly registry: EffectiveRegistry;
  readonly table: RegistryTable;
  readonly path: string;
  /** The value that became the prefix: `prefix`, else `location`. */
  readonly prefixSpan: Span;
  /** Whether the prefix comes from the location. */
  readonly defaulted: boolean;
}

/** An endpoint of a table: a mirror, or the primary location. */
export interface PlacedEndpoint {
  readonly placed: PlacedTable;
  /** Undefined for the primary. */
  readonly mirror?: EffectiveMirror & { readonly table: MirrorTable };
  readonly location: string;
  readonly span: Span;
}

/** A table with what many rules ask of it, found once. */
export interface JudgedTable extends PlacedTable {
  readonly endpoints: readonly PlacedEndpoint[];
  /** Those that are not in the usual form, or whose host could be one that is known by name. */
  readonly notable: readonly PlacedEndpoint[];
  readonly problem: PrefixProblem | undefined;
}

/** A table as rules judge it; undefined where `place` gives nothing. */
export function judgedTable(registry: EffectiveRegistry): JudgedTable | undefined {
  const [placed] = place(registry);
  if (placed === undefined) return undefined;
  const endpoints = endpointsOf(placed);
  const notable = endpoints.filter((endpoint) => isNotable(endpoint));
  return { ...placed, endpoints, notable, problem: prefixProblem(registry.prefix) };
}

/** A table with its places; nothing for entries of version 1 lists, and for tables of which no name could be read. */
export function place(registry: EffectiveRegistry): readonly PlacedTable[] {
  const { table, origin } = registry;
  if (table === undefined || !isPlaced(registry)) return [];
  const defaulted = table.prefix === undefined || table.prefix.value === '';
  const prefixSpan = (defaulted ? table.location : table.prefix)?.span ?? table.headSpan;
  return [{ registry, table, path: origin.path, prefixSpan, defaulted }];
}

/**
 * Whether it is a table with a name. Where neither prefix nor location is written, or the syntax around them is wrong, it is
 * unknown which registry is meant.
 */
export function isPlaced({ prefix, table }: EffectiveRegistry): boolean {
  return table !== undefined && (prefix !== '' || !!table.prefix?.value || !!table.location?.value);
}

/** Where the location of a mirror stands. */
export function mirrorSpan({ table }: EffectiveMirror): Span {
  return table.location?.span ?? table.headSpan;
}

/** Every location that could be asked: mirrors in file order, then the primary; empty ones left out. */
export function endpointsOf(placed: PlacedTable): readonly PlacedEndpoint[] {
  const { registry, table } = placed;
  const mirrors = registry.mirrors
    .filter(({ location }) => location !== '')
    .map((mirror) => ({
      placed,
      mirror,
      location: mirror.location,
      span: mirrorSpan(mirror),
    }));
  if (registry.location === '') return mirrors;
  return [...mirrors, { placed, location: registry.location, span: table.location?.span ?? table.headSpan }];
}
