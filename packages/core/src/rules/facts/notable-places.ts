import type { Located } from '../../model/provenance.ts';
import type { EffectiveConfig, RegistriesDocument } from '../../runtimes/containers/config.ts';
import { isTakenOver } from '../../syntax/toml/reparse.ts';
import { hostOf, mayBeAmong, notRegistries, publicRegistries, startsLikeKnown } from '../data/hosts.ts';
import { serviceHosts } from '../data/mirrors.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { findRetired } from '../data/retired-hosts.ts';
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
    known = undecidedPlaces(document).filter(({ value }) => !isOrdinary(value));
    places.set(document, known);
  }
  return known;
}

/*
 * After an edit nearly every place is the same string as before, and its hash is known: looking it up is much faster than
 * judging it. In a file that is read once it would be slower. Strings are slices of the text they were read from, so
 * that they are forgotten now and then, and old texts with them.
 */
const unremarkable = new Set<string>();
const additionsAtMost = 30;
let additions = 0;

const undecided = new WeakMap<RegistriesDocument, readonly Located<string>[]>();

/** The places of a file without those that are known to be in the usual form, no placeholder, and not retired. */
export function undecidedPlaces(document: RegistriesDocument): readonly Located<string>[] {
  if (!isTakenOver(document.tree)) return namedPlaces(document);
  let left = undecided.get(document);
  if (left === undefined) {
    left = namedPlaces(document).filter(({ value }) => !unremarkable.has(value));
    undecided.set(document, left);
    remember(left.map(({ value }) => value).filter(isUnremarkable));
  }
  return left;
}

function isUnremarkable(place: string): boolean {
  return isOrdinary(place) && !isPlaceholder(place) && findRetired(hostOf(place)) === undefined;
}

function remember(names: readonly string[]): void {
  if (names.length === 0) return;
  if (++additions > additionsAtMost) {
    unremarkable.clear();
    additions = 0;
  }
  for (const name of names) unremarkable.add(name);
}
