import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { remembered } from '../../text/remembered.ts';

const known = remembered<RegistriesDocument, readonly Located<string>[]>();

/** Every value of a file that names a registry or a place in one, in document order by kind. */
export function namedPlaces(document: RegistriesDocument): readonly Located<string>[] {
  let places = known.get(document);
  if (places === undefined) {
    places = collect(document);
    known.set(document, places);
  }
  return places;
}

function collect(document: RegistriesDocument): readonly Located<string>[] {
  const places = [...listedPlaces(document)];
  for (const table of document.model.registries) places.push(...placesOf(table));
  return places;
}

/** The entries of lists. */
export function listedPlaces({ model }: RegistriesDocument): readonly Located<string>[] {
  const { searchRegistries, v1 } = model;
  return [searchRegistries, v1.search, v1.insecure, v1.block].flatMap((list) => list?.items ?? []);
}

/** What one table names, its mirrors included. */
export function placesOf({ prefix, location, mirrors }: RegistryTable): readonly Located<string>[] {
  const places: Located<string>[] = [];
  if (prefix !== undefined) places.push(prefix);
  if (location !== undefined) places.push(location);
  for (const mirror of mirrors) if (mirror.location !== undefined) places.push(mirror.location);
  return places;
}
