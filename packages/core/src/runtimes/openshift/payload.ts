import { parseCanonical, type Reference, repositoryName } from '../../model/reference.ts';
import { resolveEndpoints } from '../containers/candidates.ts';
import { encodeRegistries, goQuoted, templateSearch } from './encode.ts';
import { loaderError, loadNode } from './loader.ts';
import { buildTables, type RegistriesInput } from './registries.ts';
import type { Traits } from './releases.ts';
import { isNested, outerScopes } from './scopes.ts';

/** What is left of the lists once the release image has been kept reachable. */
export interface Filtered {
  readonly registriesBlocked: readonly string[];
  readonly policyBlocked: readonly string[];
  readonly allowed: readonly string[];
  /** Repository of the release image; undefined where none is known. */
  readonly payloadRepository?: string;
  /** Told only in the operator's log. */
  readonly warnings: readonly string[];
}

export interface Lists extends RegistriesInput {
  readonly allowed: readonly string[];
}

export const badReleaseImage = 'error parsing reference of release image';

/**
 * Keeps entries of the blocked list away from the release image where it could not be pulled any more. Where the lists
 * make a file that cannot be loaded, all three lists are dropped with nothing but a line in a log. Without a release image
 * nothing is filtered. Source: openshift/machine-config-operator, `getValidBlockedAndAllowedRegistries`.
 */
export function filterPayload(
  lists: Lists,
  releaseImage: string | undefined,
  traits: Traits,
): Filtered | string {
  const { blocked, allowed } = lists;
  const whole = { registriesBlocked: blocked, policyBlocked: blocked, allowed, warnings: [] };
  if (releaseImage === undefined) return whole;
  const parsed = parseCanonical(releaseImage);
  if (!parsed.ok) return badReleaseImage;
  const payloadRepository = repositoryName(parsed.value);
  const covering = blocked.filter((entry) => isNested(payloadRepository, entry));
  if (covering.length === 0) return { ...whole, payloadRepository };
  const reachable = staysReachable(lists, parsed.value, traits);
  if (typeof reachable === 'string')
    return {
      registriesBlocked: [],
      policyBlocked: [],
      allowed: [],
      payloadRepository,
      warnings: [`klog(V2): ${reachable}, skipping....`],
    };
  if (!reachable) {
    const left = blocked.filter((entry) => !covering.includes(entry));
    const named = covering.map(goQuoted).join(' ');
    const warning = `klog(V2): error adding [${named}] to blocked registries, cannot block the repository being used by the payload, skipping....`;
    return { registriesBlocked: left, policyBlocked: left, allowed, payloadRepository, warnings: [warning] };
  }
  return {
    registriesBlocked: blocked,
    policyBlocked: blocked.filter((entry) => entry !== payloadRepository),
    allowed: [...covering.map(() => payloadRepository), ...allowed],
    payloadRepository,
    warnings: [],
  };
}

/**
 * Whether some place that is not blocked would be asked for the release image; a text is the loader's complaint. The
 * operator does not judge the rules before.
 */
function staysReachable(lists: Lists, image: Reference, traits: Traits): boolean | string {
  const { insecure, blocked, digest } = lists;
  const built = buildTables({ insecure, blocked, digest, tag: [] });
  if (!built.ok) return built.error;
  const config = loadNode(encodeRegistries(templateSearch, built.tables, traits));
  const complaint = loaderError(config);
  if (complaint !== undefined) return complaint;
  const { endpoints, error } = resolveEndpoints(config, image);
  if (error !== null) return error;
  const refused = new Set(blocked);
  return endpoints.some(
    ({ reference }) =>
      reference !== undefined && !outerScopes(repositoryName(reference)).some((outer) => refused.has(outer)),
  );
}
