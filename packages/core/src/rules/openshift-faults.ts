import type { Resource } from '../dialects/openshift/model.ts';
import type { Located } from '../model/provenance.ts';
import { isMirror, isSource, isValidScope } from '../runtimes/openshift/scopes.ts';
import {
  type Cluster,
  entriesOf,
  type ListName,
  type Placed,
  removeItemFix,
  replaceFix,
  rulesOf,
} from './openshift.ts';
import type { Fix } from './rule.ts';

/** An entry that a complaint of the operator or of a node is about, with what would settle it. */
export interface Fault {
  readonly resource: Placed<Resource>;
  readonly entry: Located<string>;
  readonly fixes: readonly Fix[];
}

/**
 * All entries that a complaint holds for: the operator and the nodes name the first one only, and stop at the next one
 * at the next try. Empty where the complaint is about several entries together.
 */
export function faultsOf(cluster: Cluster, complaint: string): readonly Fault[] {
  if (complaint.includes('invalid entry for ')) return invalidEntries(cluster);
  if (complaint.includes('URI schemes are not supported')) return withScheme(cluster);
  if (complaint.includes('Invalid unqualified-search-registries entry')) return invalidSearch(cluster);
  if (complaint.includes('cannot set mirrorSourcePolicy')) return neverContacted(cluster);
  if (complaint.includes('invalid format for ')) return malformedPlaces(cluster, isSource, isMirror);
  if (/invalid empty entry|wildcard entries are not supported/.test(complaint))
    return malformedPlaces(cluster, isPlain, isPlain);
  return [];
}

/** What an entry was probably meant to be: without scheme, blanks, tag, digest and slashes at the end, its path lower case. */
export function withoutDecoration(value: string): string {
  const bare = value
    .trim()
    .replace(/^[a-z][a-z0-9+]{0,15}:\/\//i, '')
    .replace(/@[^/]*$/, '')
    .replace(/(\/[^:/]*):[^/]*$/, '$1');
  const end = lastOther(bare, '/');
  const path = bare.slice(0, end).indexOf('/');
  return path === -1 ? bare.slice(0, end) : bare.slice(0, path) + bare.slice(path, end).toLowerCase();
}

/** The length of a text without a character repeated at its end; a pattern would try each of them anew. */
function lastOther(text: string, character: string): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return end;
}

/** Writes an entry as it was probably meant, where that is one that is taken. */
export function plainFix(
  resource: Placed<Resource>,
  entry: Located<string>,
  isTaken: (text: string) => boolean,
): readonly Fix[] {
  const better = withoutDecoration(entry.value);
  if (better === entry.value || !isTaken(better)) return [];
  // without its tag an entry is about more images
  const wider = /@/.test(entry.value) || /\/[^/]*:[^/]*$/.test(entry.value.replace(/^[^:/]*:\/\//, ''));
  return replaceFix(resource, entry, better, wider ? 'review' : 'safe');
}

function isPlain(text: string): boolean {
  return text !== '' && !text.includes('*');
}

export function hasScheme(text: string): boolean {
  return /^https?:\/\//.test(text);
}

/** A registry of the search list: `host[:port]`. */
export function isSearchHost(text: string): boolean {
  return isMirror(text) && !text.includes('/');
}

function fault(resource: Placed<Resource>, entry: Located<string>, fixes: readonly Fix[]): Fault {
  return { resource, entry, fixes };
}

function listFaults(
  cluster: Cluster,
  isWrong: (text: string) => boolean,
  lists: readonly ListName[],
  fixes: (entry: Located<string>) => readonly Fix[],
): readonly Fault[] {
  return entriesOf(cluster, ...lists)
    .filter(({ entry }) => isWrong(entry.value))
    .map(({ entry }) => fault(cluster.image!, entry, fixes(entry)));
}

function invalidEntries(cluster: Cluster): readonly Fault[] {
  const { image } = cluster;
  const isWrong = (text: string): boolean => !isValidScope(text);
  return listFaults(cluster, isWrong, ['insecure', 'blocked', 'allowed'], (entry) => {
    if (entry.value === '') return removeItemFix(image!, entry, 'Remove the empty entry', 'safe');
    const meant = /^\*\.?([^*/@:]+)(?:[:/@].*)?$/.exec(entry.value)?.[1];
    const better = `*.${meant}`;
    return meant === undefined || !isSource(better) ? [] : replaceFix(image!, entry, better, 'review');
  });
}

function withScheme(cluster: Cluster): readonly Fault[] {
  const { image } = cluster;
  const lists = listFaults(cluster, hasScheme, ['insecure', 'blocked', 'allowed', 'search'], (entry) =>
    plainFix(image!, entry, isSource),
  );
  return [...lists, ...malformedPlaces(cluster, isWithoutScheme, isWithoutScheme)];
}

function isWithoutScheme(text: string): boolean {
  return !hasScheme(text);
}

function invalidSearch(cluster: Cluster): readonly Fault[] {
  const isWrong = (text: string): boolean => !isSearchHost(text);
  return listFaults(cluster, isWrong, ['search'], (entry) => {
    const host = withoutDecoration(entry.value).split('/', 1)[0]!;
    return isSearchHost(host) ? replaceFix(cluster.image!, entry, host, 'review') : [];
  });
}

function malformedPlaces(
  cluster: Cluster,
  isGoodSource: (text: string) => boolean,
  isGoodMirror: (text: string) => boolean,
): readonly Fault[] {
  return rulesOf(cluster).flatMap(({ set, rule }) => [
    ...(isGoodSource(rule.source.value)
      ? []
      : [fault(set, rule.source, plainFix(set, rule.source, isSource))]),
    ...rule.mirrors
      .filter(({ value }) => !isGoodMirror(value))
      .map((mirror) =>
        fault(
          set,
          mirror,
          mirror.value === ''
            ? removeItemFix(set, mirror, 'Remove the empty mirror', 'safe')
            : plainFix(set, mirror, isMirror),
        ),
      ),
  ]);
}

/** Sources that are never contacted, among their own mirrors. */
function neverContacted(cluster: Cluster): readonly Fault[] {
  return rulesOf(cluster)
    .filter(({ rule }) => rule.policy?.value === 'NeverContactSource')
    .flatMap(({ set, rule }) =>
      rule.mirrors
        .filter(({ value }) => value === rule.source.value)
        .map((mirror) =>
          fault(set, mirror, removeItemFix(set, mirror, 'Remove the source from its mirrors', 'safe')),
        ),
    );
}
