import type { EffectiveConfig, EffectiveMirror, EffectiveRegistry } from '../containers/config.ts';
import { templateRegistriesConf } from './encode.ts';
import { loadNode, registriesPath, searchPath } from './loader.ts';
import { type Release, since } from './releases.ts';

/** What the change of a file does to each node, from the mildest to the hardest. */
export type Effect = 'nothing' | 'reload' | 'drain' | 'reboot';

export interface Impact {
  readonly path: string;
  readonly effect: Effect;
  /** What of the change brings it about. */
  readonly reason: string;
}

type Files = ReadonlyMap<string, string>;

/**
 * What happens to nodes when files change, file by file, hardest first. A file that is in neither map is the template's.
 * Source: openshift/machine-config-operator `pkg/daemon` (drain and reboot decisions, NodeDisruptionPolicy defaults).
 */
export function impactOf(before: Files, after: Files, release: Release): readonly Impact[] {
  const rank: Readonly<Record<Effect, number>> = { reboot: 0, drain: 1, reload: 2, nothing: 3 };
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, ...effectOf(path, before, after, release) }))
    .toSorted((a, b) => rank[a.effect] - rank[b.effect]);
}

function effectOf(path: string, before: Files, after: Files, release: Release): Omit<Impact, 'path'> {
  const listed = since(release, [4, 16]);
  if (path === searchPath)
    return { effect: 'reboot', reason: 'the file is in no list of changes that go without a reboot' };
  if (path === registriesPath) return registriesEffect(before.get(path), after.get(path), release);
  if (path === '/etc/containers/policy.json')
    return { effect: 'reload', reason: 'CRI-O reads the signature policy anew' };
  if (path.startsWith('/etc/containers/registries.d/'))
    return listed
      ? { effect: 'reload', reason: 'CRI-O looks for signatures elsewhere' }
      : { effect: 'reboot', reason: 'the folder is in the list of reloads from 4.16 on' };
  if (path.startsWith('/etc/crio/policies/'))
    return { effect: 'reload', reason: 'CRI-O reads the policies of namespaces anew' };
  if (path.startsWith('/etc/docker/certs.d/'))
    return { effect: 'nothing', reason: 'certificates are read at every pull' };
  return { effect: 'reboot', reason: 'the operator reboots for files that it does not know' };
}

function registriesEffect(
  before: string | undefined,
  after: string | undefined,
  release: Release,
): Omit<Impact, 'path'> {
  const old = loadNode(before ?? templateRegistriesConf);
  const now = loadNode(after ?? templateRegistriesConf);
  const reason = unsafeChange(old, now, since(release, [4, 13]));
  if (reason === undefined)
    return { effect: 'reload', reason: 'only mirrors for digests, or search registries, were added' };
  return { effect: 'drain', reason };
}

/** Why pods that run could be pulled otherwise after the change; undefined when they cannot. */
function unsafeChange(
  old: EffectiveConfig,
  now: EffectiveConfig,
  filtersByMirror: boolean,
): string | undefined {
  const [before, after] = [tablesOf(old), tablesOf(now)];
  const gone = [...before.keys()].find((prefix) => !after.has(prefix));
  if (gone !== undefined) return `the table of ${gone} is removed`;
  for (const [prefix, registry] of after) {
    const earlier = before.get(prefix);
    const reason =
      earlier === undefined
        ? unsafeNew(registry, filtersByMirror)
        : unsafeKept(earlier, registry, filtersByMirror);
    if (reason !== undefined) return `${prefix}: ${reason}`;
  }
  const search = (config: EffectiveConfig): readonly string[] => config.searchRegistries?.values ?? [];
  const appended = search(old).every((entry, index) => search(now)[index] === entry);
  return appended ? undefined : 'the search registries are others, or in another order';
}

function tablesOf({ registries }: EffectiveConfig): ReadonlyMap<string, EffectiveRegistry> {
  return new Map(registries.map((registry) => [registry.prefix, registry]));
}

function unsafeNew(
  { mirrors, mirrorByDigestOnly }: EffectiveRegistry,
  filtersByMirror: boolean,
): string | undefined {
  if (mirrors.length === 0 && !mirrorByDigestOnly) return 'a new table without mirrors';
  const safe = filtersByMirror ? mirrors.every(isDigestOnly) : mirrorByDigestOnly;
  return safe ? undefined : 'a new table with mirrors for tags';
}

function unsafeKept(
  old: EffectiveRegistry,
  now: EffectiveRegistry,
  filtersByMirror: boolean,
): string | undefined {
  if (isSame(old, now)) return undefined;
  if (old.location !== now.location) return 'its location changes';
  if (old.blocked !== now.blocked) return now.blocked ? 'it is blocked now' : 'it is blocked no more';
  if (old.insecure !== now.insecure) return 'insecure changes';
  if (!filtersByMirror && old.mirrorByDigestOnly !== now.mirrorByDigestOnly)
    return 'mirror-by-digest-only changes';
  // where a mirror is listed twice, for digests and for tags, the first of them is looked at
  const mirrorOf = (mirrors: readonly EffectiveMirror[]): ReadonlyMap<string, EffectiveMirror> =>
    new Map(mirrors.toReversed().map((mirror) => [mirror.location, mirror]));
  const [before, after] = [mirrorOf(old.mirrors), mirrorOf(now.mirrors)];
  const gone = old.mirrors.find(({ location }) => !after.has(location));
  if (gone !== undefined) return `its mirror ${gone.location} is removed`;
  for (const mirror of now.mirrors) {
    const known = before.get(mirror.location);
    if (known === undefined && !now.mirrorByDigestOnly && !(filtersByMirror && isDigestOnly(mirror)))
      return 'mirrors for tags are added';
    if (!filtersByMirror || known === undefined || isDigestOnly(mirror)) continue;
    if (known.pullFromMirror !== mirror.pullFromMirror)
      return `its mirror ${mirror.location} now serves tags`;
  }
  return undefined;
}

function isDigestOnly({ pullFromMirror }: EffectiveMirror): boolean {
  return pullFromMirror === 'digest-only';
}

function isSame(a: EffectiveRegistry, b: EffectiveRegistry): boolean {
  const text = ({ location, insecure, blocked, mirrorByDigestOnly, mirrors }: EffectiveRegistry): string =>
    JSON.stringify([
      location,
      insecure,
      blocked,
      mirrorByDigestOnly,
      mirrors.map((mirror) => [mirror.location, mirror.insecure, mirror.pullFromMirror]),
    ]);
  return text(a) === text(b);
}
