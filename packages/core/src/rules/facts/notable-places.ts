import type { Located } from '../../model/provenance.ts';
import type { EffectiveConfig, RegistriesDocument } from '../../runtimes/containers/config.ts';
import { hostOf, mayBeAmong, notRegistries, publicRegistries, startsLikeKnown } from '../data/hosts.ts';
import { serviceHosts } from '../data/mirrors.ts';
import { looksPlain } from './location-problem.ts';
import { namedPlaces } from './named-places.ts';
import { type PlacedEndpoint, placedEndpoints } from './tables.ts';

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

const endpoints = new WeakMap<EffectiveConfig, readonly PlacedEndpoint[]>();
const places = new WeakMap<RegistriesDocument, readonly Located<string>[]>();
const notable = new WeakMap<RegistriesDocument, ReadonlySet<Located<string>>>();

/** Endpoints that are not in the usual form, or whose host could be one that is known by name. */
export function notableEndpoints(config: EffectiveConfig): readonly PlacedEndpoint[] {
  let known = endpoints.get(config);
  if (known === undefined) {
    known = placedEndpoints(config).filter((endpoint) => isNotable(endpoint));
    endpoints.set(config, known);
  }
  return known;
}

/** Judged with the places of the document, so that no text is judged twice. */
function isNotable({ placed, mirror, location }: PlacedEndpoint): boolean {
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
    known = namedPlaces(document).filter(({ value }) => !isOrdinary(value));
    places.set(document, known);
  }
  return known;
}
