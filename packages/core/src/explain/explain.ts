import {
  formatReference,
  parseNormalized,
  type Reference,
  repositoryName,
  withDefaultTag,
} from '../model/reference.ts';
import { type Endpoint, type Resolution, resolveEndpoints } from '../runtimes/containers/candidates.ts';
import type { EffectiveConfig } from '../runtimes/containers/config.ts';
import { isShortName, resolveShortName, resolvesShortNames } from '../runtimes/containers/short-names.ts';
import type { NodeView } from '../snapshot/node.ts';
import { describeEndpoint, manifestUrl } from './describe.ts';
import type { Candidate, Explanation, TraceLine } from './explanation.ts';
import { aliasLine, facts, fileLines, matchLines } from './trace.ts';

/**
 * Which endpoints the node's runtime would ask for an image, in which order, and which line of which file says so.
 * Answers as the runtime does without a terminal. Never throws: every failure is a verdict.
 */
export function explain(node: NodeView, input: string): Explanation {
  const config = node.config();
  const [loadError] = config.loadErrors;
  if (loadError !== undefined) {
    const origin = loadError.origin;
    return failed(config, input, 'load-error', loadError.message, [
      { text: `${config.target.id} refuses this file: ${loadError.message}`, origin },
    ]);
  }
  if (resolvesShortNames(config.target) && isShortName(input)) return explainShortName(config, input);
  return explainNormalized(config, input);
}

function explainNormalized(config: EffectiveConfig, input: string): Explanation {
  const parsed = parseNormalized(input);
  if (!parsed.ok) return failed(config, input, 'reference-error', parsed.error, []);
  const full = withDefaultTag(parsed.value);
  if (full.tag === undefined || full.digest === undefined) return explainReference(config, input, full);
  if (config.target.runtime === 'skopeo') {
    const error = 'Docker references with both a tag and digest are currently not supported';
    return failed(config, input, 'reference-error', error, []);
  }
  if (config.target.runtime === 'containers-image') return explainReference(config, input, full);
  const { tag, ...withoutTag } = full;
  const stripped = explainReference(config, input, withoutTag);
  const note: TraceLine = { text: `the tag ${tag} is dropped: the digest decides`, origin: null };
  return { ...stripped, trace: [note, ...stripped.trace] };
}

function explainShortName(config: EffectiveConfig, input: string): Explanation {
  const resolved = resolveShortName(config, input);
  const base = failed(
    config,
    input,
    'short-name-error',
    resolved.ok ? null : resolved.error,
    fileLines(config),
  );
  const alias = resolved.alias?.value || null;
  const aliasTrace = resolved.alias === undefined ? [] : [aliasLine(resolved.alias)];
  if (!resolved.ok) {
    return { ...base, trace: [...base.trace, ...aliasTrace], shortName: { alias, tried: [] } };
  }
  const tried = resolved.candidates.map((candidate) => {
    return explainReference(config, formatReference(candidate), candidate);
  });
  const best = tried.find(({ verdict }) => verdict === 'ok') ?? tried[0]!;
  return {
    ...best,
    reference: { input, canonical: best.reference.canonical, kind: 'short-name' },
    trace: [...aliasTrace, ...best.trace],
    shortName: { alias, tried },
  };
}

/** The explanation of a full reference. */
export function explainReference(config: EffectiveConfig, input: string, reference: Reference): Explanation {
  const resolution = resolveEndpoints(config, reference);
  const candidates = listCandidates(resolution, config);
  const { match } = resolution;
  const trace = [
    ...fileLines(config),
    ...matchLines(config, repositoryName(reference), match),
    ...facts(config, resolution),
  ];
  return {
    reference: { input, canonical: formatReference(reference), kind: kindOf(reference) },
    target: config.target.id,
    matched: match === undefined ? null : { prefix: match.registry.prefix, origin: match.registry.origin },
    candidates,
    ...verdictOf(resolution),
    trace,
  };
}

function listCandidates(resolution: Resolution, config: EffectiveConfig): readonly Candidate[] {
  let order = 0;
  return resolution.endpoints.map((endpoint) => {
    const attempted = endpoint.skipped === null && resolution.error === null;
    if (attempted) order++;
    return toCandidate(endpoint, attempted ? order : null, resolution, config);
  });
}

function toCandidate(
  endpoint: Endpoint,
  order: number | null,
  resolution: Resolution,
  config: EffectiveConfig,
): Candidate {
  const { reference, blockedBy } = endpoint;
  const skipped = endpoint.skipped ?? (endpoint.rewriteError === undefined ? null : 'rewrite-error');
  return {
    order,
    reference: reference === undefined ? '' : formatReference(reference),
    location: endpoint.location,
    insecure: endpoint.insecure,
    primary: endpoint.primary,
    skipped,
    ...(blockedBy !== undefined && { blockedBy: blockedBy.prefix }),
    url: reference === undefined ? '' : manifestUrl(reference),
    because: describeEndpoint(endpoint, resolution, config),
  };
}

function verdictOf({ endpoints, error }: Resolution): Pick<Explanation, 'verdict' | 'error'> {
  if (error !== null) return { verdict: 'rewrite-error', error };
  const attempts = endpoints.filter(({ skipped }) => skipped === null);
  if (attempts.length === 0) return { verdict: 'no-candidate', error: 'no endpoint serves this reference' };
  const refusing = attempts.at(-1)!.blockedBy;
  if (refusing === undefined || attempts.some(({ blockedBy }) => blockedBy === undefined)) {
    return { verdict: 'ok', error: null };
  }
  return { verdict: 'blocked', error: `registry ${refusing.prefix} is blocked in ${refusing.origin.path}` };
}

function kindOf({ tag, digest }: Reference): Explanation['reference']['kind'] {
  if (digest === undefined) return 'tag';
  return tag === undefined ? 'digest' : 'tag+digest';
}

function failed(
  config: EffectiveConfig,
  input: string,
  verdict: Explanation['verdict'],
  error: string | null,
  trace: readonly TraceLine[],
): Explanation {
  const parsed = parseNormalized(input);
  const kind = parsed.ok
    ? verdict === 'short-name-error'
      ? 'short-name'
      : kindOf(withDefaultTag(parsed.value))
    : 'invalid';
  // what a short name stands for is just what could not be found out
  const known = parsed.ok && verdict !== 'short-name-error';
  const canonical = known ? formatReference(withDefaultTag(parsed.value)) : null;
  return {
    reference: { input, canonical, kind },
    target: config.target.id,
    matched: null,
    candidates: [],
    verdict,
    error,
    trace,
  };
}
