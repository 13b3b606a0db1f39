import {
  formatReference,
  isDomainLike,
  parseNormalized,
  parseReference,
  type Reference,
  withDefaultTag,
} from '../../model/reference.ts';
import { atLeast, type Target } from '../../model/target.ts';
import type { EffectiveAlias, EffectiveConfig } from './config.ts';
import { versionTriple } from './versions.ts';

/** What a short name stands for when nobody can be asked (no terminal). */
export type ShortNameResolution =
  | {
      readonly ok: true;
      readonly candidates: readonly Reference[];
      readonly alias?: EffectiveAlias;
      readonly fromCache: boolean;
    }
  | { readonly ok: false; readonly error: string; readonly alias?: EffectiveAlias };

/** Whether this runtime turns short names into candidates; skopeo and the bare library normalise to docker.io. */
export function resolvesShortNames(target: Target): boolean {
  return target.runtime !== 'skopeo' && target.runtime !== 'containers-image';
}

/** Whether the input has no registry in it, by the rule of the short-name code. */
export function isShortName(input: string): boolean {
  const parsed = parseReference(input);
  if (parsed.ok) return !isDomainLike(parsed.value.domain);
  const slash = input.indexOf('/');
  return slash === -1 || !isDomainLike(input.slice(0, slash));
}

/**
 * The mode in force. CRI-O sets its own: up to 1.33 always disabled, from 1.34 what crio.conf says (enforcing by
 * default), whatever registries.conf holds (cri-o `pkg/config/config.go`).
 */
export function effectiveMode(config: EffectiveConfig): EffectiveConfig['shortNameMode'] {
  const { target } = config;
  if (target.runtime !== 'cri-o') return config.shortNameMode;
  const version = versionTriple(target.version);
  return version !== undefined && atLeast(version, [1, 34, 0]) ? 'enforcing' : 'disabled';
}

/** The candidates of a short name, in order (`shortnames.Resolve` upstream). */
export function resolveShortName(config: EffectiveConfig, input: string): ShortNameResolution {
  if (config.cacheError !== undefined) {
    return { ok: false, error: `loading short-name aliases config file: ${config.cacheError.message}` };
  }
  const parsed = parseReference(input);
  if (!parsed.ok) return { ok: false, error: `cannot parse input: "${input}": ${parsed.error}` };
  const { tag, digest, ...repository } = parsed.value;
  const name = formatReference(repository);
  const cached = config.cachedAliases.get(name);
  const alias = cached ?? config.aliases.get(name);
  if (alias !== undefined && alias.value !== '') {
    return aliasCandidate(alias, cached !== undefined, tag, digest);
  }
  return searchCandidates(config, input, alias);
}

function aliasCandidate(
  alias: EffectiveAlias,
  fromCache: boolean,
  tag: string | undefined,
  digest: string | undefined,
): ShortNameResolution {
  const named = parseNormalized(alias.value);
  if (!named.ok) return { ok: false, error: `parsing alias "${alias.value}": ${named.error}`, alias };
  const full = { ...named.value, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
  return { ok: true, candidates: [withDefaultTag(full)], alias, fromCache };
}

function searchCandidates(
  config: EffectiveConfig,
  input: string,
  alias: EffectiveAlias | undefined,
): ShortNameResolution {
  const erased = alias === undefined ? {} : { alias };
  const registries = config.searchRegistries?.values ?? [];
  if (registries.length === 0) {
    const message = `short-name "${input}" did not resolve to an alias and no unqualified-search registries are defined`;
    const where = config.searchRegistries?.path;
    return { ok: false, error: where === undefined ? message : `${message} in "${where}"`, ...erased };
  }
  const candidates: Reference[] = [];
  for (const registry of registries) {
    const named = parseNormalized(`${registry}/${input}`);
    if (!named.ok) {
      const error = `creating reference with unqualified-search registry "${registry}": ${named.error}`;
      return { ok: false, error, ...erased };
    }
    candidates.push(withDefaultTag(named.value));
  }
  if (effectiveMode(config) === 'enforcing' && candidates.length > 1) {
    return { ok: false, error: 'short-name resolution enforced but cannot prompt without a TTY', ...erased };
  }
  return { ok: true, candidates, fromCache: false, ...erased };
}
