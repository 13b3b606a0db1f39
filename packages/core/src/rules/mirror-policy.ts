import type { Parsed } from '../dialects/document.ts';
import type { Located } from '../model/provenance.ts';
import type { MirrorPolicy, PolicyList, PolicyMirror, Upstream } from '../policy/model.ts';
import { coverage, entriesOf, hostOf, mirrorLocation, trimmed } from '../policy/resolve.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Fix, Related, RuleFinding, RuleMeta } from './rule.ts';

/* What the rules of the family mirror-policy share. */

export type PolicyDocument = Parsed<MirrorPolicy>;

type Given = Pick<RuleMeta, 'code' | 'name' | 'severity' | 'summary'> & Partial<RuleMeta>;

const manual = 'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md';

/** Metadata of a rule about a mirror policy; what is given wins. */
export function policyMeta(given: Given): RuleMeta {
  return {
    family: 'mirror-policy',
    appliesTo: ['mirror-policy'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: [manual],
    ...given,
  };
}

/** The manual pages that rules about both lists cite. */
export const citesOfLists: readonly string[] = [
  manual,
  'https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md',
];

/** A finding at a place of the policy. */
export function at(
  document: PolicyDocument,
  span: Span,
  text: Omit<RuleFinding, 'path' | 'span'>,
): RuleFinding {
  return { path: document.path, span, ...text };
}

/** A related place of the policy. */
export function see(document: PolicyDocument, span: Span, message: string): Related {
  return { origin: { path: document.path, span }, message };
}

/** One fix of the policy, or none when there is nothing to edit. */
export function policyFix(
  document: PolicyDocument,
  title: string,
  safety: Fix['safety'],
  edits: readonly TextEdit[],
): readonly Fix[] {
  if (edits.length === 0) return [];
  return [{ title, safety, edits: edits.map((edit) => ({ ...edit, path: document.path })) }];
}

/** A mirror with its upstream and the location that it comes to. */
export interface PlacedMirror {
  readonly upstream: Upstream;
  readonly mirror: PolicyMirror;
  readonly upstreamIndex: number;
  readonly index: number;
  readonly location: string;
  /** Where the location is written. */
  readonly span: Span;
}

/** All mirrors that have a location, in document order. */
export function mirrorsOf(policy: MirrorPolicy): readonly PlacedMirror[] {
  return policy.upstreams.flatMap((upstream, upstreamIndex) =>
    upstream.mirrors.flatMap((mirror, index) => {
      const location = mirrorLocation(upstream, mirror);
      if (location === undefined || mirror.location === undefined) return [];
      return [{ upstream, mirror, upstreamIndex, index, location, span: mirror.location.span }];
    }),
  );
}

/** All upstreams that have a name, in document order. */
export function namedUpstreams(policy: MirrorPolicy): readonly {
  readonly upstream: Upstream;
  readonly index: number;
  readonly registry: Located<string>;
  readonly name: string;
}[] {
  return policy.upstreams.flatMap((upstream, index) => {
    const { registry } = upstream;
    return registry === undefined ? [] : [{ upstream, index, registry, name: trimmed(registry.value) }];
  });
}

/**
 * Answers whether the list `allowed` lets images of a name in: an entry covers it, or lies below it. Undefined when
 * there is no such list, and everything is allowed.
 */
export function allowance(policy: MirrorPolicy): ((name: string) => boolean) | undefined {
  const { allowed } = policy;
  if (allowed === undefined) return undefined;
  const entries = entriesOf(allowed).map(trimmed);
  const covering = coverage(entries);
  const above = new Set(entries.flatMap(namesAbove));
  return (name) => covering(name) !== undefined || above.has(name) || matchesBelow(name, entries);
}

/** Every name that a name lies below: its namespaces and its host. */
function namesAbove(name: string): readonly string[] {
  const above: string[] = [];
  for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1))
    above.push(name.slice(0, slash));
  return above;
}

/** `*.host` lets in what its hosts are allowed. */
function matchesBelow(name: string, entries: readonly string[]): boolean {
  return name.startsWith('*.') && entries.some((entry) => hostOf(entry).endsWith(name.slice(1)));
}

/** The span of a list's key, for "not in this list". */
export function listSpan(list: PolicyList): Span {
  return list.keySpan;
}

/** Registries of the public internet, which all have certificates that every system trusts. */
const publicRegistries: ReadonlySet<string> = new Set([
  'docker.io',
  'registry-1.docker.io',
  'index.docker.io',
  'quay.io',
  'gcr.io',
  'ghcr.io',
  'k8s.gcr.io',
  'registry.k8s.io',
  'registry.redhat.io',
  'registry.access.redhat.com',
  'registry.connect.redhat.com',
  'registry.opensuse.org',
  'registry.suse.com',
  'registry.fedoraproject.org',
  'registry.gitlab.com',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'nvcr.io',
  'docker.elastic.co',
]);

/** Whether a name is of a well-known public registry. */
export function isPublic(name: string): boolean {
  return publicRegistries.has(hostOf(name).toLowerCase());
}
