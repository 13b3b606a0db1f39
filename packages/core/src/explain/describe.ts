import type { Reference } from '../model/reference.ts';
import type { Endpoint, Resolution } from '../runtimes/containers/candidates.ts';
import type { EffectiveConfig } from '../runtimes/containers/config.ts';
import type { Because } from './explanation.ts';

/** The address the manifest is asked at over TLS. docker.io is served by registry-1.docker.io. */
export function manifestUrl(reference: Reference): string {
  const host = reference.domain === 'docker.io' ? 'registry-1.docker.io' : reference.domain;
  return `https://${host}/v2/${reference.path}/manifests/${reference.digest ?? reference.tag ?? 'latest'}`;
}

const ordinals = ['first', 'second', 'third'];

function ordinal(index: number): string {
  return ordinals[index] ?? `${index + 1}th`;
}

/** Why an endpoint stands where it does, with the line that says so. */
export function describeEndpoint(
  endpoint: Endpoint,
  { match, endpoints }: Resolution,
  config: EffectiveConfig,
): Because {
  if (match === undefined) return { text: 'no table matches: the registry itself', origin: null };
  const { registry } = match;
  if (endpoint.mirror !== undefined) {
    const index = registry.mirrors.indexOf(endpoint.mirror);
    const place = `${ordinal(index)} mirror of ${registry.prefix}`;
    return { text: withProblem(place, endpoint, config), origin: endpoint.mirror.origin };
  }
  const role = endpoints.length === 1 ? 'the only endpoint' : 'the source, after its mirrors';
  const moved =
    registry.location !== '' && registry.location !== registry.prefix ? `, at ${registry.location}` : '';
  return { text: withProblem(`${role}${moved}`, endpoint, config), origin: registry.origin };
}

function withProblem(
  text: string,
  { skipped, rewriteError, blockedBy }: Endpoint,
  config: EffectiveConfig,
): string {
  if (rewriteError !== undefined) return `${text}; its location gives no valid reference: ${rewriteError}`;
  if (skipped === 'digest-only') return `${text}; skipped: digest-only, and this is a tag`;
  if (skipped === 'tag-only') return `${text}; skipped: tag-only, and this is a digest`;
  if (blockedBy !== undefined)
    return `${text}; ${config.target.runtime} refuses it: ${blockedBy.prefix} is blocked`;
  return text;
}
