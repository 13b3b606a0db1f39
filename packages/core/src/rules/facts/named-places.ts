import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';

const known = new WeakMap<RegistriesDocument, readonly Located<string>[]>();

/** Every value of a file that names a registry or a place in one, in document order by kind. */
export function namedPlaces(document: RegistriesDocument): readonly Located<string>[] {
  let places = known.get(document);
  if (places === undefined) {
    places = collect(document);
    known.set(document, places);
  }
  return places;
}

function collect({ model }: RegistriesDocument): readonly Located<string>[] {
  const { registries, searchRegistries, v1 } = model;
  const lists = [searchRegistries, v1.search, v1.insecure, v1.block].flatMap((list) => list?.items ?? []);
  const places = registries.flatMap(({ prefix, location, mirrors }) => [
    ...(prefix === undefined ? [] : [prefix]),
    ...(location === undefined ? [] : [location]),
    ...mirrors.flatMap((mirror) => (mirror.location === undefined ? [] : [mirror.location])),
  ]);
  return [...lists, ...places];
}
