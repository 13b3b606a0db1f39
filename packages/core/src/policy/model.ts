import type { Located } from '../model/provenance.ts';
import type { Span } from '../text/span.ts';

/**
 * The mirror policy: the one document a person authors (`mirror-policy.yaml`), and the wizard's answers file.
 *
 * ```yaml
 * version: 1
 * targets: [podman@5.8, cri-o@1.33]
 * upstreams:
 *   - registry: docker.io            # host[:port][/path], or *.host
 *     location: registry-1.docker.io # only for a redirect; default: the registry itself
 *     insecure: false
 *     fallback: keep                 # keep | block
 *     pull: all                      # all | digest   (digest = mirrors serve digests only, for the whole upstream)
 *     mirrors:
 *       - location: harbor.corp.example
 *         style: harbor              # plain | by-source | harbor | nexus | artifactory | quay
 *         project: hub               # path below location, for the styles that have one
 *         pull: all                  # all | digest | tag
 *         insecure: false
 *         ca: corp-root              # a name in `cas`, or a path of a PEM file on the node
 * insecure: [registry.lab.example:5000]
 * blocked: [evil.example]
 * allowed: [docker.io, quay.io]      # absent = everything; present = the signature policy rejects the rest
 * rejected: [quay.io/untrusted]      # the signature policy rejects these
 * search: [docker.io]
 * shortNames: permissive             # enforcing | permissive | disabled
 * aliases: { web: quay.io/acme/web }
 * credentialHelpers: [containers-auth.json]
 * layerStoreAuthHelper: helper
 * cas: { corp-root: /etc/pki/corp-root.pem }
 * ```
 */
export interface MirrorPolicy {
  readonly version?: Located<number>;
  readonly targets: readonly Located<string>[];
  readonly upstreams: readonly Upstream[];
  readonly insecure?: PolicyList;
  readonly blocked?: PolicyList;
  readonly allowed?: PolicyList;
  readonly rejected?: PolicyList;
  readonly search?: PolicyList;
  readonly shortNames?: Located<ShortNameMode>;
  readonly aliases: readonly PolicyAlias[];
  readonly credentialHelpers?: PolicyList;
  readonly layerStoreAuthHelper?: Located<string>;
  readonly cas: readonly { readonly name: Located<string>; readonly path: Located<string> }[];
  /** Values that could not be bound: unknown keys, wrong types. Rules report them. */
  readonly problems: readonly PolicyProblem[];
}

type ShortNameMode = 'enforcing' | 'permissive' | 'disabled';

export interface PolicyList {
  readonly items: readonly Located<string>[];
  readonly span: Span;
  readonly keySpan: Span;
}

interface PolicyAlias {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

export interface Upstream {
  /** host[:port][/path] or *.host; undefined when missing (a problem says so). */
  readonly registry?: Located<string>;
  readonly location?: Located<string>;
  readonly insecure?: Located<boolean>;
  readonly fallback?: Located<'keep' | 'block'>;
  readonly pull?: Located<'all' | 'digest'>;
  readonly mirrors: readonly PolicyMirror[];
  readonly span: Span;
}

export interface PolicyMirror {
  readonly location?: Located<string>;
  readonly style?: Located<MirrorStyle>;
  readonly project?: Located<string>;
  readonly pull?: Located<'all' | 'digest' | 'tag'>;
  readonly insecure?: Located<boolean>;
  readonly ca?: Located<string>;
  readonly span: Span;
}

/**
 * How a mirror lays out the source's repositories below its location.
 * plain: location/REMAINDER. by-source: location/UPSTREAM/REMAINDER, a port in UPSTREAM set off by `-`. The others: location/PROJECT/REMAINDER, where
 * project is a Harbor proxy project, a Nexus repository (path-based routing), an Artifactory repository key or a
 * Quay organisation. REMAINDER is what follows the upstream's registry in the reference.
 */
export type MirrorStyle = 'plain' | 'by-source' | 'harbor' | 'nexus' | 'artifactory' | 'quay';

export interface PolicyProblem {
  readonly kind: 'unknown-key' | 'wrong-type' | 'missing' | 'bad-value';
  /** e.g. `upstreams[0].mirrors[1].pull`. */
  readonly field: string;
  readonly message: string;
  readonly span: Span;
  /** A known key or value close to the one written. */
  readonly suggestion?: string;
}
