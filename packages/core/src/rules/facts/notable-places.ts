import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import { identityOf } from '../../dialects/registries-conf/moved.ts';
import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { keptOf } from '../../syntax/toml/reparse.ts';
import { hostOf, mayBeAmong, notRegistries, publicRegistries, startsLikeKnown } from '../data/hosts.ts';
import { serviceHosts } from '../data/mirrors.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { findRetired } from '../data/retired-hosts.ts';
import { looksPlain } from './location-problem.ts';
import { listedPlaces, namedPlaces, placesOf } from './named-places.ts';
import type { PlacedEndpoint } from './tables.ts';

/*
 * Most places in a large file are hosts of the site, in the usual form. Rules that are about the form of a place, or
 * about hosts that are known by name, look only at the others.
 */

const mayBeKnown = mayBeAmong([...publicRegistries, ...notRegistries.keys(), ...serviceHosts]);

function isOrdinary(place: string): boolean {
  if (!looksPlain(place) || place.includes('/v2')) return false;
  const host = hostOf(place);
  return !mayBeKnown(host) && !startsLikeKnown(host);
}

const places = new WeakMap<RegistriesDocument, readonly Located<string>[]>();
const notable = new WeakMap<RegistriesDocument, ReadonlySet<Located<string>>>();

/**
 * Whether an endpoint is not in the usual form, or its host could be one that is known by name. Judged with the places of
 * the document, so that no text is judged twice.
 */
export function isNotable({ placed, mirror, location }: PlacedEndpoint): boolean {
  const written = mirror === undefined ? placed.table.location : mirror.table.location;
  if (written === undefined) return !isOrdinary(location);
  const { document } = placed.registry;
  let among = notable.get(document);
  if (among === undefined) {
    among = new Set(notablePlaces(document));
    notable.set(document, among);
  }
  return among.has(written);
}

/** The same of every place that a file names. */
export function notablePlaces(document: RegistriesDocument): readonly Located<string>[] {
  let known = places.get(document);
  if (known === undefined) {
    known = undecidedPlaces(document).filter(({ value }) => !isOrdinary(value));
    places.set(document, known);
  }
  return known;
}

/**
 * Tables that name nothing else than places in the usual form, no placeholder and nothing retired. Kept while a file is
 * edited only: in a file that is read once they would be looked up in vain.
 */
const settled = new WeakSet<object>();

const undecided = new WeakMap<RegistriesDocument, readonly Located<string>[]>();

/** The places of a file without those that are known to be in the usual form, no placeholder, and not retired. */
export function undecidedPlaces(document: RegistriesDocument): readonly Located<string>[] {
  if (keptOf(document.tree) === undefined) return namedPlaces(document);
  let left = undecided.get(document);
  if (left === undefined) {
    left = [...listedPlaces(document), ...document.model.registries.flatMap(undecidedOf)];
    undecided.set(document, left);
  }
  return left;
}

const none: readonly Located<string>[] = [];

function undecidedOf(table: RegistryTable): readonly Located<string>[] {
  const identity = identityOf(table);
  if (settled.has(identity)) return none;
  const named = placesOf(table);
  if (!named.every(({ value }) => isUnremarkable(value))) return named;
  settled.add(identity);
  return none;
}

function isUnremarkable(place: string): boolean {
  return isOrdinary(place) && !isPlaceholder(place) && findRetired(hostOf(place)) === undefined;
}
