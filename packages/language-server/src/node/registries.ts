import {
  type EffectiveConfig,
  type EffectiveRegistry,
  lastStarting,
  type Parsed,
  type RegistriesConf,
} from '@mirrorwright/core';

export type RegistryTable = RegistriesConf['registries'][number];

/** The model of a registries.conf or short-name cache. */
export function registriesConf(document: Parsed): RegistriesConf | undefined {
  return document.dialect === 'registries-conf' || document.dialect === 'short-name-cache'
    ? (document.model as RegistriesConf)
    : undefined;
}

/** The `[[registry]]` table, with its mirrors, that an offset lies in. Tables are in document order. */
export function registryAt(document: Parsed, offset: number): RegistryTable | undefined {
  const tables = registriesConf(document)?.registries ?? [];
  const table = tables[lastStarting(tables, offset)];
  return table !== undefined && offset <= table.span.end ? table : undefined;
}

const byTable = new WeakMap<
  EffectiveConfig,
  Map<RegistryTable, { effective: EffectiveRegistry; by?: EffectiveRegistry }>
>();

/** What became of a table: its effective form, and the entry that replaced it where one did. */
export function fateOf(
  config: EffectiveConfig,
  table: RegistryTable,
): { readonly effective: EffectiveRegistry; readonly by?: EffectiveRegistry } | undefined {
  let fates = byTable.get(config);
  if (fates === undefined) {
    fates = new Map();
    for (const effective of config.registries) if (effective.table) fates.set(effective.table, { effective });
    for (const { registry, by } of config.shadowed)
      if (registry.table) fates.set(registry.table, { effective: registry, by });
    byTable.set(config, fates);
  }
  return fates.get(table);
}
