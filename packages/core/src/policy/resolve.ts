import { stylesWithProject } from './fields.ts';
import type { MirrorPolicy, PolicyList, PolicyMirror, Upstream } from './model.ts';

/** A location without the slashes at its end, which mean nothing. */
export function trimmed(location: string): string {
  let end = location.length;
  while (end > 0 && location[end - 1] === '/') end--;
  return location.slice(0, end);
}

/**
 * Whether an entry of a list covers a name: the same name, something below it, or for `*.host` any host below that
 * host, on any port. A host without a port does not cover the same host with one.
 */
export function covers(entry: string, name: string): boolean {
  if (entry === name) return true;
  if (!entry.startsWith('*.')) return name.startsWith(`${entry}/`);
  return hostOf(name).endsWith(entry.slice(1));
}

/** The host of a name, without port and path. */
export function hostOf(name: string): string {
  const slash = name.indexOf('/');
  const head = slash === -1 ? name : name.slice(0, slash);
  const colon = head.indexOf(':');
  return colon === -1 ? head : head.slice(0, colon);
}

/** The entries of a list as text. */
export function entriesOf(list: PolicyList | undefined): readonly string[] {
  return (list?.items ?? []).map(({ value }) => value);
}

/** Answers quickly which entry of a list covers a name; exact entries win over wider ones. */
export function coverage(list: Iterable<string>): (name: string) => string | undefined {
  const entries = new Set([...list].map(trimmed));
  if (entries.size === 0) return () => undefined;
  const hasWildcards = [...entries].some((entry) => entry.startsWith('*.'));
  return (name) => {
    for (let at = name.length; at > 0; at = name.lastIndexOf('/', at - 1)) {
      const part = name.slice(0, at);
      if (entries.has(part)) return part;
    }
    return hasWildcards ? wildcardOver(entries, hostOf(name)) : undefined;
  };
}

function wildcardOver(entries: ReadonlySet<string>, host: string): string | undefined {
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const wildcard = `*${host.slice(dot)}`;
    if (entries.has(wildcard)) return wildcard;
  }
  return undefined;
}

/** Host, port and path under which a mirror keeps the repositories of an upstream; undefined without a location. */
export function mirrorLocation(upstream: Upstream, mirror: PolicyMirror): string | undefined {
  if (mirror.location === undefined) return undefined;
  const location = trimmed(mirror.location.value);
  const style = mirror.style?.value ?? 'plain';
  if (style === 'by-source') {
    const source = trimmed(upstream.registry?.value ?? '');
    return source === '' ? location : `${location}/${source.replaceAll(':', '-')}`;
  }
  const project = trimmed(mirror.project?.value ?? '').replace(/^\/+/, '');
  return stylesWithProject.includes(style) && project !== '' ? `${location}/${project}` : location;
}

/** Which references a mirror serves: what it says itself, else what its upstream says. */
export function mirrorPull(upstream: Upstream, mirror: PolicyMirror): 'all' | 'digest' | 'tag' {
  return mirror.pull?.value ?? upstream.pull?.value ?? 'all';
}

/** Where an upstream really is: its location, else the registry itself; '' for a wildcard without one. */
export function primaryLocation(upstream: Upstream): string {
  if (upstream.location !== undefined) return trimmed(upstream.location.value);
  const registry = trimmed(upstream.registry?.value ?? '');
  return registry.startsWith('*.') ? '' : registry;
}

/** Whether an upstream is redirected: its images come from elsewhere than its name says. */
export function isRedirected(upstream: Upstream): boolean {
  return (
    upstream.location !== undefined && primaryLocation(upstream) !== trimmed(upstream.registry?.value ?? '')
  );
}

/** The path of a certificate authority: what `cas` says of the name, else the value itself when it is a path. */
export function caPath(policy: MirrorPolicy, ca: string): string | undefined {
  const named = policy.cas.find(({ name }) => name.value === ca);
  return named?.path.value ?? (ca.startsWith('/') ? ca : undefined);
}
