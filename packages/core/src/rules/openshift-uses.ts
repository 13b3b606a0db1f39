import type { ImageUser } from '../dialects/openshift/model.ts';
import type { Located, Origin } from '../model/provenance.ts';
import { isDomainLike, parseNormalized, repositoryName } from '../model/reference.ts';
import { hostOf, withoutPort } from './data/hosts.ts';
import {
  type Cluster,
  coveredBy,
  entriesOf,
  type ListName,
  ofKind,
  type Placed,
  rulesOf,
} from './openshift.ts';

/** An image that a workload or a catalog has pulled. */
export interface ImageUse {
  readonly user: Placed<ImageUser>;
  readonly image: Located<string>;
  /** Host and path, as mirrors and lists name it. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const uses = new WeakMap<Cluster, readonly ImageUse[]>();

/**
 * The images in use, each once. Names without a registry are left out: which registry they come from is decided on the
 * node.
 */
export function usesOf(cluster: Cluster): readonly ImageUse[] {
  let found = uses.get(cluster);
  if (found === undefined) {
    found = [...collectUses(cluster)];
    uses.set(cluster, found);
  }
  return found;
}

function* collectUses(cluster: Cluster): Iterable<ImageUse> {
  const seen = new Set<string>();
  for (const user of ofKind(cluster, 'ImageUser')) {
    for (const image of user.images) {
      if (seen.has(image.value) || !isDomainLike(hostOf(image.value)) || !image.value.includes('/')) continue;
      seen.add(image.value);
      const parsed = parseNormalized(image.value);
      if (!parsed.ok) continue;
      const { tag, digest } = parsed.value;
      yield {
        user,
        image,
        repository: repositoryName(parsed.value),
        ...(tag !== undefined && { tag }),
        ...(digest !== undefined && { digest }),
      };
    }
  }
}

/** `the CatalogSource redhat-operators` */
export function nameOfUser({ userKind, name }: ImageUser): string {
  return name === undefined ? `a ${userKind}` : `the ${userKind} ${name.value}`;
}

/** A place that mirrors are pulled from: host and path, without the source itself. */
export interface MirrorPlace {
  readonly host: string;
  readonly mirror: Located<string>;
  readonly origin: Origin;
}

/** The first mirror of each host, in the order of the files. */
export function mirrorHosts(cluster: Cluster): readonly MirrorPlace[] {
  const found = new Map<string, MirrorPlace>();
  for (const { set, rule } of rulesOf(cluster)) {
    for (const mirror of rule.mirrors) {
      const host = hostOf(mirror.value);
      if (mirror.value === rule.source.value || host === '' || found.has(host)) continue;
      found.set(host, { host, mirror, origin: { path: set.document.path, span: mirror.span } });
    }
  }
  return [...found.values()];
}

/** Every host that the files name as one images come from, with its port, and the first place that names it. */
export function namedHosts(cluster: Cluster): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>();
  const add = (value: string, path: string, span: Origin['span']): void => {
    const host = hostOf(value);
    if (host !== '' && !host.startsWith('*') && !found.has(host)) found.set(host, { path, span });
  };
  for (const { entry } of entriesOf(cluster, 'insecure', 'blocked', 'allowed', 'search'))
    add(entry.value, cluster.image!.document.path, entry.span);
  for (const { set, rule } of rulesOf(cluster))
    for (const { value, span } of [rule.source, ...rule.mirrors]) add(value, set.document.path, span);
  for (const { user, image, repository } of usesOf(cluster)) add(repository, user.document.path, image.span);
  return found;
}

/** What a list leaves out. */
interface Uncovered {
  /** The first registry of a host name, at whatever port, that the list does not cover. */
  first(bareName: string): string | undefined;
  isCovered(place: string): boolean;
}

/** For each list, which of the registries it does not cover. */
export function firstUncovered(
  cluster: Cluster,
  hosts: Iterable<string>,
): Readonly<Record<ListName, Uncovered>> {
  const all = [...hosts];
  const uncovered = (list: ListName): Uncovered => {
    const isCovered = coveredBy(cluster.image?.[list]);
    const found = new Map<string, string>();
    for (const host of all) {
      const name = withoutPort(host);
      if (!found.has(name) && !isCovered(host)) found.set(name, host);
    }
    return { first: (name) => found.get(name), isCovered };
  };
  return {
    insecure: uncovered('insecure'),
    blocked: uncovered('blocked'),
    allowed: uncovered('allowed'),
    search: uncovered('search'),
  };
}

/** The hosts by their name without the port. */
export function byBareName(hosts: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(hosts, withoutPort);
}
