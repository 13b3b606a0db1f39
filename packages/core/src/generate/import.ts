import type { Parsed } from '../dialects/document.ts';
import type { SignaturePolicy } from '../dialects/policy-json/model.ts';
import type { Loss } from '../model/node-file.ts';
import { atLeast } from '../model/target.ts';
import { coverage, trimmed } from '../policy/resolve.ts';
import {
  type PlainMirror,
  type PlainPolicy,
  type PlainUpstream,
  writeMirrorPolicy,
} from '../policy/write.ts';
import type { EffectiveConfig, EffectiveMirror, EffectiveRegistry } from '../runtimes/containers/config.ts';
import { searchPath } from '../runtimes/openshift/loader.ts';
import type { NodeView } from '../snapshot/node.ts';
import { importScopes } from './import-scopes.ts';

/** A mirror policy made of a node's files, and what of them it does not say. */
export interface Imported {
  readonly text: string;
  readonly losses: readonly Loss[];
}

/**
 * Reads the effective configuration of a node back into a mirror policy: what is generated from it makes the target
 * behave as before. Comments and shadowed entries are not carried over; what a policy cannot say is a loss.
 */
export function importPolicy(node: NodeView): Imported {
  const config = node.config();
  const losses: Loss[] = config.loadErrors.map(({ message, origin }) => ({
    field: '',
    dialect: 'mirror-policy',
    reason: `${config.target.id} refuses ${origin.path}: ${message}`,
  }));
  if (config.cachedAliases.size > 0)
    losses.push({
      field: 'aliases',
      dialect: 'mirror-policy',
      reason: 'names in the short-name cache are what users once chose, and stay in the cache',
    });
  const policy: PlainPolicy = {
    targets: [config.target.id],
    ...registriesOf(config, losses),
    ...namesOf(config),
    ...scopesOf(node, losses),
  };
  return { text: writeMirrorPolicy(policy), losses };
}

function registriesOf(
  { registries, files, target }: EffectiveConfig,
  losses: Loss[],
): Pick<PlainPolicy, 'upstreams' | 'insecure' | 'blocked'> {
  const rank = new Map(files.map(({ path }, index) => [path, index]));
  // Before 5.21 readers do not know pull-from-mirror and use every mirror for everything.
  const filters = atLeast(target.library, [5, 21, 0]);
  const inOrder = registries.toSorted(
    (a, b) =>
      (rank.get(a.origin.path) ?? 0) - (rank.get(b.origin.path) ?? 0) ||
      a.origin.span.start - b.origin.span.start,
  );
  const flagged = inOrder.filter(isFlagOnly);
  const insecure = flagged.filter((registry) => registry.insecure).map(({ prefix }) => prefix);
  const blocked = flagged.filter((registry) => registry.blocked).map(({ prefix }) => prefix);
  const insecureBy = coverage(insecure);
  const upstreams: PlainUpstream[] = [];
  for (const registry of inOrder) {
    if (isFlagOnly(registry)) continue;
    if (registry.prefix === '')
      losses.push({
        field: 'upstreams',
        dialect: 'mirror-policy',
        reason: 'a table with an empty prefix matches nothing and is left out',
      });
    else
      upstreams.push(
        upstreamOf(registry, { insecureBy, filters }, (reason) =>
          losses.push(lossAt(upstreams.length, reason)),
        ),
      );
  }
  return {
    upstreams,
    ...(insecure.length > 0 ? { insecure } : {}),
    ...(blocked.length > 0 ? { blocked } : {}),
  };
}

function lossAt(index: number, reason: string): Loss {
  return { field: `upstreams[${index}]`, dialect: 'mirror-policy', reason };
}

interface Context {
  /** The entry of the list `insecure` that covers a name. */
  readonly insecureBy: (name: string) => string | undefined;
  /** Whether the reader knows mirrors for digests or tags only. */
  readonly filters: boolean;
}

/** Whether a table only says that a registry is insecure or blocked. */
function isFlagOnly({ prefix, location, insecure, blocked, mirrors }: EffectiveRegistry): boolean {
  return (insecure || blocked) && mirrors.length === 0 && prefix !== '' && location === ownLocation(prefix);
}

/** The location a policy gives an upstream that names none. */
function ownLocation(registry: string): string {
  return registry.startsWith('*.') ? '' : registry;
}

function upstreamOf(
  registry: EffectiveRegistry,
  context: Context,
  lose: (reason: string) => void,
): PlainUpstream {
  const { prefix, location, insecure } = registry;
  if (registry.mirrors.some((mirror) => mirror.location !== trimmed(mirror.location)))
    lose('the slash at the end of a mirror is left out: with it every pull fails');
  const isCovered = context.insecureBy(location === '' ? prefix : location) !== undefined;
  const mirrors = registry.mirrors.map((mirror) => mirrorOf(mirror, context));
  return {
    registry: prefix,
    ...(location === ownLocation(prefix) ? {} : { location }),
    ...(insecure === isCovered ? {} : { insecure }),
    ...(registry.blocked ? { fallback: 'block' } : {}),
    ...(registry.mirrorByDigestOnly && mirrors.length > 0 ? { pull: 'digest' } : {}),
    ...(mirrors.length > 0 ? { mirrors } : {}),
  };
}

function mirrorOf(mirror: EffectiveMirror, { insecureBy, filters }: Context): PlainMirror {
  const location = trimmed(mirror.location);
  const isCovered = insecureBy(location) !== undefined;
  const pulls = { 'digest-only': 'digest', 'tag-only': 'tag' } as const;
  return {
    location,
    ...(!filters || mirror.pullFromMirror === 'all' ? {} : { pull: pulls[mirror.pullFromMirror] }),
    ...(mirror.insecure === isCovered ? {} : { insecure: mirror.insecure }),
  };
}

function namesOf(config: EffectiveConfig): Partial<PlainPolicy> {
  const { aliases, searchRegistries, additionalLayerStoreAuthHelper, target } = config;
  // the operator carries the template over; only the list of the image configuration has a file of its own
  if (target.openshift !== undefined)
    return searchRegistries?.path === searchPath.slice(1) ? { search: searchRegistries.values } : {};
  const setsHelpers = config.files.some(({ document }) => document.model.credentialHelpers !== undefined);
  return {
    ...(searchRegistries === undefined ? {} : { search: searchRegistries.values }),
    ...(config.shortNameModeOrigin === undefined ? {} : { shortNames: config.shortNameMode }),
    ...(aliases.size > 0 ? { aliases: new Map([...aliases].map(([name, { value }]) => [name, value])) } : {}),
    ...(setsHelpers ? { credentialHelpers: config.credentialHelpers } : {}),
    ...(additionalLayerStoreAuthHelper === undefined
      ? {}
      : { layerStoreAuthHelper: additionalLayerStoreAuthHelper.value }),
  };
}

function scopesOf(node: NodeView, losses: Loss[]): Pick<PlainPolicy, 'allowed' | 'rejected'> {
  const documents = node.documents.filter(
    (document): document is Parsed<SignaturePolicy> => document.dialect === 'policy-json',
  );
  const home = documents.find(({ path }) => path.endsWith('/.config/containers/policy.json'));
  const system = documents.find(({ path }) => /(?:^|\/)etc\/containers\/policy\.json$/.test(path));
  const document = home ?? system ?? (node.rooted ? undefined : documents[0]);
  if (document === undefined) return {};
  const { scopes, reasons } = importScopes(document, node.target);
  for (const reason of reasons) losses.push({ field: 'allowed', dialect: 'mirror-policy', reason });
  return scopes;
}
