import type { IntendedMirror, IntendedRegistry } from '../intent.ts';
import type { MirrorEntry } from './yaml.ts';

/* What the resources of a cluster are made of: mirrors for one kind of pull. */

export interface FieldEntry extends MirrorEntry {
  readonly field: string;
}

/** Sources that have mirrors for one kind of pull. A source that is never asked for it has to say so in both kinds. */
export function entriesFor(
  kind: 'digest' | 'tag',
  registries: readonly IntendedRegistry[],
): readonly FieldEntry[] {
  return registries.flatMap((registry) => {
    const mirrors = endpointsOf(registry)
      .filter(({ pull }) => pull === 'all' || pull === kind)
      .map(({ location }) => location);
    if (mirrors.length === 0) return [];
    return [
      {
        field: registry.field,
        source: registry.name,
        mirrors: [...new Set(mirrors)],
        never: registry.blocked || isRedirected(registry),
      },
    ];
  });
}

/** The mirrors; a registry that is redirected is asked at its other location, as the last of them. */
export function endpointsOf(registry: IntendedRegistry): readonly IntendedMirror[] {
  const { mirrors, field, location, insecure } = registry;
  if (!isRedirected(registry) || registry.blocked) return mirrors;
  return [...mirrors, { field, location, pull: 'all', insecure }];
}

function isRedirected({ name, location }: IntendedRegistry): boolean {
  return location !== '' && location !== name;
}
