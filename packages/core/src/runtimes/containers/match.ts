import { compareBytes, matchPrefix } from '../../model/prefix.ts';
import { atLeast, type Target } from '../../model/target.ts';
import { remembered } from '../../text/remembered.ts';
import type { EffectiveConfig, EffectiveRegistry } from './config.ts';
import { matchRegistry, type PrefixIndex, prefixIndex } from './prefix-index.ts';

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
  for (const registry of indexOf(config).candidates(name)) {
    const length = matchRegistry(name, registry, wildcards);
    if (length !== -1 && (best === undefined || comesBefore(registry, best.registry)))
      best = { registry, length };
  }
  return best;
}

function comesBefore(a: EffectiveRegistry, b: EffectiveRegistry): boolean {
  return (
    a.prefix.length > b.prefix.length ||
    (a.prefix.length === b.prefix.length && compareBytes(a.prefix, b.prefix) < 0)
  );
}

const indexes = remembered<EffectiveConfig, PrefixIndex>();

function indexOf(config: EffectiveConfig): PrefixIndex {
  const known = indexes.get(config);
  if (known !== undefined) return known;
  const made = prefixIndex(config.registries, knowsWildcards(config.target));
  indexes.set(config, made);
  return made;
}

/** All tables whose prefix matches, the winner first, for explanations. */
export function allMatches(config: EffectiveConfig, name: string): readonly EffectiveRegistry[] {
  const wildcards = knowsWildcards(config.target);
  return config.registries
    .filter(({ prefix }) => prefix !== '' && matchPrefix(name, prefix, wildcards) !== -1)
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
}
