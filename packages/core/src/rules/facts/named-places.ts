import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';

/** Every value of a file that names a registry or a place in one, in document order by kind. */
export function namedPlaces({ model }: RegistriesDocument): readonly Located<string>[] {
  const { registries, searchRegistries, v1 } = model;
  const lists = [searchRegistries, v1.search, v1.insecure, v1.block].flatMap((list) => list?.items ?? []);
  const places = registries.flatMap(({ prefix, location, mirrors }) => [
    ...(prefix === undefined ? [] : [prefix]),
    ...(location === undefined ? [] : [location]),
    ...mirrors.flatMap((mirror) => (mirror.location === undefined ? [] : [mirror.location])),
  ]);
  return [...lists, ...places];
}
