import { matchPrefix } from '../../model/prefix.ts';
import type { EffectiveRegistry } from './config.ts';

/** Finds the tables whose prefix may match a name without looking at all of them. */
export interface PrefixIndex {
  /** Tables that may match, in no order; every one that does match is among them. */
  candidates(name: string): Iterable<EffectiveRegistry>;
}

/** Names with more places at which a prefix could end are compared with every table instead. */
const maximalPlaces = 300;

/**
 * Tables by prefix. A plain prefix ends where the name ends or has `/`, `:` or `@`; a wildcard covers the name from a
 * dot of its first part to the next such place. So the few prefixes that can match are looked up.
 */
export function prefixIndex(registries: readonly EffectiveRegistry[], wildcards: boolean): PrefixIndex {
  const byPrefix = new Map<string, EffectiveRegistry>();
  /** Wildcards that hold a path or port: no release accepts them, and they follow no such pattern. */
  const irregular: EffectiveRegistry[] = [];
  for (const registry of registries) {
    const { prefix } = registry;
    if (prefix === '') continue;
    if (wildcards && prefix.startsWith('*.') && /[/:@]/.test(prefix)) irregular.push(registry);
    else byPrefix.set(prefix, registry);
  }
  return {
    candidates: (name) => {
      const keys = keysOf(name, wildcards);
      if (keys === undefined) return registries;
      const found = keys.map((key) => byPrefix.get(key)).filter((registry) => registry !== undefined);
      return irregular.length === 0 ? found : [...found, ...irregular];
    },
  };
}

/** The prefixes that can match a name; undefined when there are too many to build. */
function keysOf(name: string, wildcards: boolean): readonly string[] | undefined {
  const keys: string[] = [name];
  const dots: number[] = [];
  let inFirstPart = true;
  for (let at = 0; at < name.length; at++) {
    const char = name[at];
    const ends = char === '/' || char === ':' || char === '@';
    if (ends) {
      keys.push(name.slice(0, at));
      for (const dot of dots.splice(0)) keys.push(`*${name.slice(dot, at)}`);
      if (char === '/') inFirstPart = false;
    } else if (char === '.' && inFirstPart && wildcards) dots.push(at);
    if (keys.length + dots.length > maximalPlaces) return undefined;
  }
  for (const dot of dots) keys.push(`*${name.slice(dot)}`);
  return keys;
}

/** Whether the prefix of the table matches; the length of what it matches, or -1. */
export function matchRegistry(name: string, { prefix }: EffectiveRegistry, wildcards: boolean): number {
  return prefix === '' ? -1 : matchPrefix(name, prefix, wildcards);
}
