import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import { identityOf } from '../../dialects/registries-conf/moved.ts';
import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { keptOf } from '../../syntax/toml/reparse.ts';
import { remembered } from '../../text/remembered.ts';
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

const places = remembered<RegistriesDocument, readonly Located<string>[]>();
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
 * Tables in which there is nothing for the rules that judge what a file says, read or not. Kept while a file is edited only:
 * in a file that is read once they would be looked up in vain.
 */
const settled = new WeakSet<object>();

const remarkable = remembered<RegistriesDocument, readonly RegistryTable[]>();

/**
 * The tables of a file without those that are known to be unremarkable: nothing in them is insecure, and all that they name
 * is in the usual form, no placeholder, not retired, and no pattern.
 */
export function remarkableTables(document: RegistriesDocument): readonly RegistryTable[] {
  const { registries } = document.model;
  if (keptOf(document.tree) === undefined) return registries;
  let left = remarkable.get(document);
  if (left === undefined) {
    left = registries.filter(mayBeRemarkable);
    remarkable.set(document, left);
  }
  return left;
}

function mayBeRemarkable(table: RegistryTable): boolean {
  const identity = identityOf(table);
  if (settled.has(identity)) return false;
  if (!isUnremarkable(table)) return true;
  settled.add(identity);
  return false;
}

function isUnremarkable(table: RegistryTable): boolean {
  const { prefix, location, insecure, mirrors } = table;
  if (insecure?.value === true || mirrors.some((mirror) => mirror.insecure?.value === true)) return false;
  const name = prefix ?? location;
  return (
    (name === undefined || !isLiteralPattern(name.value)) &&
    placesOf(table).every(({ value }) => isUnremarkablePlace(value))
  );
}

function isUnremarkablePlace(place: string): boolean {
  return isOrdinary(place) && !isPlaceholder(place) && findRetired(hostOf(place)) === undefined;
}

const pattern = /^(?:all|\*)$|^\d+(?:\.\d+){3}\/\d{1,2}$/;

/** Whether a name looks like a pattern, or an address of a network, and is none to any reader. */
export function isLiteralPattern(name: string): boolean {
  // told by the first character in most cases, which is much faster
  const first = name.charCodeAt(0);
  return (first <= 0x39 || first === 0x61) && pattern.test(name);
}

const undecided = remembered<RegistriesDocument, readonly Located<string>[]>();

/** The places of a file without those of its unremarkable tables. */
export function undecidedPlaces(document: RegistriesDocument): readonly Located<string>[] {
  if (keptOf(document.tree) === undefined) return namedPlaces(document);
  let left = undecided.get(document);
  if (left === undefined) {
    left = [...listedPlaces(document), ...remarkableTables(document).flatMap(placesOf)];
    undecided.set(document, left);
  }
  return left;
}
