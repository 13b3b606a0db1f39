import { matchPrefix } from '../../model/prefix.ts';
import { atLeast, type Target } from '../../model/target.ts';
import type { EffectiveConfig, EffectiveRegistry } from './config.ts';

export interface Match {
  readonly registry: EffectiveRegistry;
  /** How many characters of the name the prefix matched. */
  readonly length: number;
}

/** Whether this release knows `*.host` prefixes; older ones take the star literally. */
export function knowsWildcards(target: Target): boolean {
  return atLeast(target.library, [5, 11, 0]);
}

/**
 * The table that applies to a name (`domain/path`): the longest prefix, counted in characters of the prefix itself;
 * of equally long ones the first in byte order, which is the order of `config.registries`.
 */
export function findRegistry(config: EffectiveConfig, name: string): Match | undefined {
  const wildcards = knowsWildcards(config.target);
  let best: Match | undefined;
  for (const registry of config.registries) {
    if (best !== undefined && registry.prefix.length <= best.registry.prefix.length) continue;
    if (registry.prefix === '') continue;
    const length = matchPrefix(name, registry.prefix, wildcards);
    if (length !== -1) best = { registry, length };
  }
  return best;
}

/** All tables whose prefix matches, the winner first, for explanations. */
export function allMatches(config: EffectiveConfig, name: string): readonly EffectiveRegistry[] {
  const wildcards = knowsWildcards(config.target);
  return config.registries
    .filter(({ prefix }) => prefix !== '' && matchPrefix(name, prefix, wildcards) !== -1)
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
}
