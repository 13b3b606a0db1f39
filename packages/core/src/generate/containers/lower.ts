import type { Loss } from '../../model/node-file.ts';
import { atLeast, type LibraryVersion, type Target } from '../../model/target.ts';
import type { IntendedMirror, IntendedRegistry, Intent } from '../intent.ts';

/** The content of one registries.conf file, as the keys of the file will say it. Absent and false keys stay out. */
export interface ConfContent {
  readonly registries: readonly ConfRegistry[];
  readonly search?: readonly string[];
  readonly credentialHelpers?: readonly string[];
  readonly shortNameMode?: string;
  readonly layerStoreAuthHelper?: string;
  readonly aliases: ReadonlyMap<string, string>;
}

export interface ConfRegistry {
  readonly prefix: string;
  /** Absent for a wildcard that keeps names as they are. */
  readonly location?: string;
  readonly insecure: boolean;
  readonly blocked: boolean;
  readonly digestOnly: boolean;
  readonly mirrors: readonly ConfMirror[];
}

export interface ConfMirror {
  readonly location: string;
  readonly insecure: boolean;
  readonly pullFromMirror?: 'digest-only' | 'tag-only';
}

/** First releases of containers/image with a feature. Source: its release notes and pkg/sysregistriesv2. */
const since = {
  blocked: [3, 0, 0],
  shortNames: [5, 8, 0],
  wildcards: [5, 11, 0],
  credentialHelpers: [5, 11, 0],
  pullFromMirror: [5, 21, 0],
  layerStore: [5, 32, 0],
} as const satisfies Readonly<Record<string, LibraryVersion>>;

export interface Lowered {
  readonly content: ConfContent;
  /** Tables that cannot stand in one file with those of `content`, for further files. */
  readonly further: readonly (readonly ConfRegistry[])[];
  readonly losses: readonly Loss[];
}

/** Says an intent in the keys that the target's reader knows; what cannot be said is a loss. */
export function lower(intent: Intent, target: Target): Lowered {
  const losses = lossesFor(target);
  for (const { field, by, name } of intent.repeated)
    losses.add(field, `${by} says it already: a reader takes the first table for ${name}`);
  const registries: ConfRegistry[] = [];
  for (const registry of intent.registries) {
    const lowered = lowerRegistry(registry, target, losses);
    if (lowered !== undefined) registries.push(lowered);
  }
  const helpers = losses.unless(intent.credentialHelpers, 'credentialHelpers', since.credentialHelpers);
  const mode = shortNameMode(intent, target, losses);
  const layerStore = losses.unless(intent.layerStoreAuthHelper, 'layerStoreAuthHelper', since.layerStore);
  const aliases = losses.unless(
    intent.aliases.size > 0 ? intent.aliases : undefined,
    'aliases',
    since.shortNames,
  );
  const [first = [], ...further] = spread(registries);
  const content = {
    registries: first,
    ...(intent.search === undefined ? {} : { search: intent.search }),
    ...(helpers === undefined ? {} : { credentialHelpers: helpers }),
    ...(mode === undefined ? {} : { shortNameMode: mode }),
    ...(layerStore === undefined ? {} : { layerStoreAuthHelper: layerStore }),
    aliases: aliases ?? new Map(),
  };
  return { content, further, losses: losses.found };
}

interface Losses {
  readonly found: readonly Loss[];
  add(field: string, reason: string): void;
  /** The value, or a loss and nothing where the target's library is older than `from`. */
  unless<T>(value: T | undefined, field: string, from: LibraryVersion): T | undefined;
}

function lossesFor(target: Target): Losses {
  const found: Loss[] = [];
  const add = (field: string, reason: string): void => {
    found.push({ field, dialect: target.id, reason });
  };
  return {
    found,
    add,
    unless: (value, field, from) => {
      if (value === undefined || atLeast(target.library, from)) return value;
      add(field, `readers before containers/image ${from.join('.')} do not know it`);
      return undefined;
    },
  };
}

function shortNameMode(intent: Intent, target: Target, losses: Losses): string | undefined {
  const mode = losses.unless(intent.shortNames, 'shortNames', since.shortNames);
  if (mode === undefined || target.runtime !== 'cri-o') return mode;
  const fixed = atLeast(target.library, [5, 36, 0]) ? undefined : 'disabled';
  if (fixed === undefined && mode !== 'enforcing')
    losses.add('shortNames', 'CRI-O takes the mode from short_name_mode in crio.conf: set it there');
  if (fixed !== undefined && mode !== fixed)
    losses.add('shortNames', `this release of CRI-O always works as if it were ${fixed}`);
  return mode;
}

/**
 * A file may not hold two tables of one location that differ in insecure or blocked: every reader refuses it whole.
 * Each table goes to the first file that can hold it.
 */
function spread(registries: readonly ConfRegistry[]): readonly (readonly ConfRegistry[])[] {
  const files: { readonly registries: ConfRegistry[]; readonly flags: Map<string, string> }[] = [];
  for (const registry of registries) {
    const key = registry.location ?? registry.prefix;
    const flags = `${registry.insecure} ${registry.blocked}`;
    const fitting = files.find((candidate) => (candidate.flags.get(key) ?? flags) === flags);
    const file = fitting ?? { registries: [], flags: new Map<string, string>() };
    if (fitting === undefined) files.push(file);
    file.flags.set(key, flags);
    file.registries.push(registry);
  }
  return files.map((file) => file.registries);
}

function lowerRegistry(registry: IntendedRegistry, target: Target, losses: Losses): ConfRegistry | undefined {
  if (registry.name.startsWith('*.') && !atLeast(target.library, since.wildcards)) {
    losses.add(
      registry.field,
      `readers before containers/image ${since.wildcards.join('.')} have no wildcards`,
    );
    return undefined;
  }
  if (registry.blocked && !atLeast(target.library, since.blocked))
    losses.add(registry.field, 'not every reader of that age keeps to "blocked"');
  const { digestOnly, mirrors } = lowerMirrors(registry.mirrors, target, losses);
  return {
    prefix: registry.name,
    ...(registry.location === '' ? {} : { location: registry.location }),
    insecure: registry.insecure,
    blocked: registry.blocked,
    digestOnly,
    mirrors,
  };
}

type LoweredMirrors = Pick<ConfRegistry, 'digestOnly' | 'mirrors'>;

function lowerMirrors(mirrors: readonly IntendedMirror[], target: Target, losses: Losses): LoweredMirrors {
  const digests = mirrors.filter(({ pull }) => pull === 'digest').length;
  if (mirrors.length > 0 && digests === mirrors.length)
    return { digestOnly: true, mirrors: mirrors.map(plainMirror) };
  if (mirrors.every(({ pull }) => pull === 'all') || atLeast(target.library, since.pullFromMirror))
    return { digestOnly: false, mirrors: mirrors.map(filteredMirror) };
  return digests > 0 ? onlyDigests(mirrors, losses) : allPulls(mirrors, losses);
}

/**
 * An old reader would take tags from a mirror that may serve digests only, and so perhaps a wrong image. It gets
 * digests only from every mirror instead: safe, and slower.
 */
function onlyDigests(mirrors: readonly IntendedMirror[], losses: Losses): LoweredMirrors {
  for (const { field, pull } of mirrors) {
    if (pull === 'all')
      losses.add(`${field}.pull`, 'used for digests only: the reader has one setting for all mirrors');
    if (pull === 'tag') losses.add(`${field}.pull`, 'left out: the reader has no mirrors for tags only');
  }
  return { digestOnly: true, mirrors: mirrors.filter(({ pull }) => pull !== 'tag').map(plainMirror) };
}

function allPulls(mirrors: readonly IntendedMirror[], losses: Losses): LoweredMirrors {
  for (const { field, pull } of mirrors) {
    if (pull === 'tag')
      losses.add(`${field}.pull`, 'used for digests too: the reader has no mirrors for tags only');
  }
  return { digestOnly: false, mirrors: mirrors.map(plainMirror) };
}

function plainMirror({ location, insecure }: IntendedMirror): ConfMirror {
  return { location, insecure };
}

function filteredMirror(mirror: IntendedMirror): ConfMirror {
  if (mirror.pull === 'all') return plainMirror(mirror);
  return { ...plainMirror(mirror), pullFromMirror: mirror.pull === 'digest' ? 'digest-only' : 'tag-only' };
}
