import { compareBytes } from '../../model/prefix.ts';
import type { Located, Origin } from '../../model/provenance.ts';
import { atLeast, type Target } from '../../model/target.ts';
import type {
  EffectiveAlias,
  EffectiveConfig,
  EffectiveRegistry,
  RegistriesDocument,
  Shadowed,
} from './config.ts';
import { trimSlashes } from './values.ts';

/** One file after loading. */
export interface LoadedParts {
  readonly document: RegistriesDocument;
  /** Whether it is read as version 1. */
  readonly asV1: boolean;
  readonly registries: readonly EffectiveRegistry[];
}

type Merged = Omit<EffectiveConfig, 'target' | 'files' | 'notRead' | 'loadErrors' | 'cacheError'>;
type Scalars = Pick<
  EffectiveConfig,
  | 'searchRegistries'
  | 'shortNameMode'
  | 'shortNameModeOrigin'
  | 'additionalLayerStoreAuthHelper'
  | 'credentialHelpers'
>;

/**
 * Each later file over what the earlier ones gave (`updateWithConfigurationFrom`): a table replaces the whole table of
 * the same prefix, lists are replaced when their key is present, scalars when they are not empty, aliases name by name.
 */
export function mergeFiles(
  parts: readonly LoadedParts[],
  cache: RegistriesDocument | undefined,
  target: Target,
): Merged {
  const shadowed: Shadowed[] = [];
  const registries = mergeRegistries(parts, shadowed);
  const knowsAliases = atLeast(target.library, [5, 8, 0]);
  return {
    registries,
    shadowed,
    ...mergeScalars(parts, target),
    aliases: aliasMap(knowsAliases ? parts.map(({ document }) => document) : []),
    cachedAliases: aliasMap(knowsAliases && cache !== undefined ? [cache] : []),
  };
}

function mergeRegistries(parts: readonly LoadedParts[], shadowed: Shadowed[]): readonly EffectiveRegistry[] {
  const [only] = parts;
  if (parts.length === 1 && areDistinct(only!.registries)) return inOrder(only!.registries);
  let merged = new Map<string, EffectiveRegistry>();
  for (const { registries } of parts) {
    const own = new Map<string, EffectiveRegistry>();
    for (const registry of registries) {
      const first = own.get(registry.prefix);
      if (first === undefined) own.set(registry.prefix, registry);
      else shadowed.push({ registry, by: first, reason: 'same-prefix-in-file' });
    }
    if (merged.size === 0) {
      merged = own;
      continue;
    }
    for (const [prefix, registry] of own) {
      const earlier = merged.get(prefix);
      if (earlier !== undefined)
        shadowed.push({ registry: earlier, by: registry, reason: 'replaced-by-later-file' });
      merged.set(prefix, registry);
    }
  }
  return inOrder([...merged.values()]);
}

/** Whether no prefix stands twice, as in most files. */
function areDistinct(registries: readonly EffectiveRegistry[]): boolean {
  const prefixes = new Set<string>();
  for (const { prefix } of registries) prefixes.add(prefix);
  return prefixes.size === registries.length;
}

function inOrder(registries: readonly EffectiveRegistry[]): readonly EffectiveRegistry[] {
  return registries.toSorted((a, b) => compareBytes(a.prefix, b.prefix));
}

function mergeScalars(parts: readonly LoadedParts[], target: Target): Scalars {
  const { library } = target;
  let result: Scalars = { shortNameMode: 'permissive', credentialHelpers: ['containers-auth.json'] };
  for (const { document, asV1 } of parts) {
    const { model, path } = document;
    const list = asV1 ? model.v1.search : model.searchRegistries;
    if (list !== undefined) {
      const values = list.items.map(({ value }) => trimSlashes(value));
      result = { ...result, searchRegistries: { list, values, path } };
    }
    if (model.credentialHelpers !== undefined && atLeast(library, [5, 11, 0])) {
      const helpers = model.credentialHelpers.items.map(({ value }) => value);
      result = { ...result, credentialHelpers: helpers.length > 0 ? helpers : ['containers-auth.json'] };
    }
    result = { ...result, ...mergeMode(model.shortNameMode, path, target), ...mergeHelper(document, target) };
  }
  return result;
}

function mergeMode(mode: Located<string> | undefined, path: string, target: Target): Partial<Scalars> {
  if (mode === undefined || !atLeast(target.library, [5, 8, 0])) return {};
  const { value, span } = mode;
  if (value !== 'enforcing' && value !== 'permissive' && value !== 'disabled') return {};
  return { shortNameMode: value, shortNameModeOrigin: { path, span } };
}

function mergeHelper({ model, path }: RegistriesDocument, target: Target): Partial<Scalars> {
  const helper = model.additionalLayerStoreAuthHelper;
  if (helper === undefined || helper.value === '' || !atLeast(target.library, [5, 32, 0])) return {};
  return { additionalLayerStoreAuthHelper: { ...helper, path } };
}

function aliasMap(documents: readonly RegistriesDocument[]): ReadonlyMap<string, EffectiveAlias> {
  const aliases = new Map<string, EffectiveAlias>();
  for (const { model, path } of documents) {
    for (const alias of model.aliases?.names ?? []) {
      const origin: Origin = { path, span: alias.name.span };
      aliases.set(alias.name.value, { name: alias.name.value, value: alias.value.value, alias, origin });
    }
  }
  return aliases;
}
