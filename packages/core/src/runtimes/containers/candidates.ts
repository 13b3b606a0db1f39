import { rewriteReference } from '../../model/prefix.ts';
import { formatReference, type Reference, repositoryName } from '../../model/reference.ts';
import { atLeast } from '../../model/target.ts';
import type { EffectiveConfig, EffectiveMirror, EffectiveRegistry } from './config.ts';
import { findRegistry, knowsWildcards, type Match } from './match.ts';
import { matchRegistry } from './prefix-index.ts';

/** One place the reader would ask, or would have asked had it not been filtered out. */
export interface Endpoint {
  /** null when no table matched; '' for a wildcard table without location. */
  readonly location: string | null;
  readonly insecure: boolean;
  readonly primary: boolean;
  readonly mirror?: EffectiveMirror;
  /** Why it is not asked for this reference; null when it is. */
  readonly skipped: 'digest-only' | 'tag-only' | null;
  /** The rewritten reference; undefined for skipped endpoints and after a rewriting error. */
  readonly reference?: Reference;
  /** Prefix of the table that refuses this attempt. */
  readonly blockedBy?: EffectiveRegistry;
  /** Why its location gives no valid reference. */
  readonly rewriteError?: string;
}

/** The endpoints for a reference, in file order, the primary last. */
export interface Resolution {
  readonly match: Match | undefined;
  readonly endpoints: readonly Endpoint[];
  /** The first rewriting error: the reader rewrites every endpoint before it asks any, so nothing is asked. */
  readonly error: string | null;
}

/** Resolution of a normalised reference as `FindRegistry`, `PullSourcesFromReference` and `rewriteReference` upstream. */
export function resolveEndpoints(config: EffectiveConfig, reference: Reference): Resolution {
  const match = findRegistry(config, repositoryName(reference));
  if (match === undefined) {
    const only: Endpoint = { location: null, insecure: false, primary: true, skipped: null, reference };
    return { match, endpoints: [only], error: null };
  }
  return { match, ...resolveMatched(config, match.registry, reference) };
}

/** The same for a table that is known to apply. */
export function resolveMatched(
  config: EffectiveConfig,
  registry: EffectiveRegistry,
  reference: Reference,
): Omit<Resolution, 'match'> {
  const canonical = formatReference(reference);
  const length = matchRegistry(canonical, registry, knowsWildcards(config.target));
  const finish = (endpoint: Endpoint): Endpoint => {
    if (endpoint.skipped !== null) return endpoint;
    if (length === -1)
      return {
        ...endpoint,
        rewriteError: `invalid prefix '${registry.prefix}' for reference '${canonical}'`,
      };
    const rewritten = rewriteReference(canonical, reference, length, endpoint.location ?? '');
    if (!rewritten.ok) return { ...endpoint, rewriteError: rewritten.error };
    const blocking = findRegistry(config, repositoryName(rewritten.value))?.registry;
    return {
      ...endpoint,
      reference: rewritten.value,
      ...(blocking?.blocked === true && { blockedBy: blocking }),
    };
  };
  const mirrors = registry.mirrors.map((mirror) =>
    finish(mirrorEndpoint(config, registry, mirror, reference)),
  );
  const primary = finish({
    location: registry.location,
    insecure: registry.insecure,
    primary: true,
    skipped: null,
  });
  const endpoints = [...mirrors, primary];
  const error = endpoints.find(({ rewriteError }) => rewriteError !== undefined)?.rewriteError ?? null;
  return { endpoints, error };
}

function mirrorEndpoint(
  config: EffectiveConfig,
  registry: EffectiveRegistry,
  mirror: EffectiveMirror,
  reference: Reference,
): Endpoint {
  const { location, insecure } = mirror;
  return {
    location,
    insecure,
    primary: false,
    mirror,
    skipped: filtered(config, registry, mirror, reference),
  };
}

function filtered(
  config: EffectiveConfig,
  registry: EffectiveRegistry,
  mirror: EffectiveMirror,
  reference: Reference,
): Endpoint['skipped'] {
  const digested = reference.digest !== undefined;
  if (registry.mirrorByDigestOnly) return digested ? null : 'digest-only';
  // before 5.21 the key is unknown and the mirror serves everything
  if (!atLeast(config.target.library, [5, 21, 0])) return null;
  if (mirror.pullFromMirror === 'digest-only' && !digested) return 'digest-only';
  if (mirror.pullFromMirror === 'tag-only' && digested) return 'tag-only';
  return null;
}
