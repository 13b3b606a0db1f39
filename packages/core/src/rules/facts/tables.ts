import type { MirrorTable, RegistryTable } from '../../dialects/registries-conf/model.ts';
import type {
  EffectiveConfig,
  EffectiveMirror,
  EffectiveRegistry,
} from '../../runtimes/containers/config.ts';
import type { Span } from '../../text/span.ts';

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

const tables = new WeakMap<EffectiveConfig, readonly PlacedTable[]>();
const endpoints = new WeakMap<EffectiveConfig, readonly PlacedEndpoint[]>();

/** The `[[registry]]` tables in force, in byte order of their prefixes. Made once for a configuration. */
export function placedTables(config: EffectiveConfig): readonly PlacedTable[] {
  let known = tables.get(config);
  if (known === undefined) {
    known = config.registries.flatMap((registry) => place(registry));
    tables.set(config, known);
  }
  return known;
}

/** A table with its places; nothing for entries of version 1 lists, and for tables of which no name could be read. */
export function place(registry: EffectiveRegistry): readonly PlacedTable[] {
  const { table, origin } = registry;
  if (table === undefined || isNameless(registry)) return [];
  const defaulted = table.prefix === undefined || table.prefix.value === '';
  const prefixSpan = (defaulted ? table.location : table.prefix)?.span ?? table.headSpan;
  return [{ registry, table, path: origin.path, prefixSpan, defaulted }];
}

/** Neither prefix nor location is written, or the syntax around them is wrong: which registry is meant is unknown. */
function isNameless({ prefix, table }: EffectiveRegistry): boolean {
  return prefix === '' && !table?.prefix?.value && !table?.location?.value;
}

/** Every location that could be asked: mirrors in file order, then the primary; empty ones left out. */
export function placedEndpoints(config: EffectiveConfig): readonly PlacedEndpoint[] {
  let known = endpoints.get(config);
  if (known === undefined) {
    known = placedTables(config).flatMap((placed) => endpointsOf(placed));
    endpoints.set(config, known);
  }
  return known;
}

function endpointsOf(placed: PlacedTable): readonly PlacedEndpoint[] {
  const { registry, table } = placed;
  const mirrors = registry.mirrors
    .filter(({ location }) => location !== '')
    .map((mirror) => ({
      placed,
      mirror,
      location: mirror.location,
      span: mirror.table.location?.span ?? mirror.table.headSpan,
    }));
  if (registry.location === '') return mirrors;
  return [...mirrors, { placed, location: registry.location, span: table.location?.span ?? table.headSpan }];
}
