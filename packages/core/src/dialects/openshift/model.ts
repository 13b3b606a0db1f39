import type { Located } from '../../model/provenance.ts';
import type { TableNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';

/** The resources that a file holds, in document order, those inside lists included. */
export interface OpenShiftModel {
  readonly resources: readonly Resource[];
}

/** What the operator that writes node files reads. */
export type Resource = ImageConfig | MirrorSet | ImagePolicy | ClusterVersion;

interface Common {
  readonly apiVersion: string;
  readonly name?: Located<string>;
  readonly namespace?: Located<string>;
  readonly node: TableNode;
}

/** `image.config.openshift.io/cluster`. */
export interface ImageConfig extends Common {
  readonly kind: 'Image';
  readonly insecure?: ResourceList;
  readonly blocked?: ResourceList;
  readonly allowed?: ResourceList;
  readonly search?: ResourceList;
  /** `domainName` of each entry of allowedRegistriesForImport. */
  readonly importDomains: readonly Located<string>[];
}

/** A list that is there, also when it is empty: that differs from none. */
export interface ResourceList {
  readonly items: readonly Located<string>[];
  readonly span: Span;
  readonly keySpan: Span;
}

export type MirrorSetKind = 'ImageContentSourcePolicy' | 'ImageDigestMirrorSet' | 'ImageTagMirrorSet';

export interface MirrorSet extends Common {
  readonly kind: MirrorSetKind;
  readonly rules: readonly MirrorRule[];
}

/** One source and its mirrors, in order of preference. */
export interface MirrorRule {
  /** '' when it is missing. */
  readonly source: Located<string>;
  readonly mirrors: readonly Located<string>[];
  readonly policy?: Located<string>;
  readonly span: Span;
}

export interface ImagePolicy extends Common {
  readonly kind: 'ClusterImagePolicy' | 'ImagePolicy';
  readonly scopes: readonly Located<string>[];
  /** Plain values: the renderer carries them over. */
  readonly root: RootOfTrust;
  readonly identity: SignedIdentity;
}

export interface RootOfTrust {
  readonly policyType: string;
  readonly keyData?: string;
  readonly rekorKeyData?: string;
  readonly fulcioCAData?: string;
  readonly oidcIssuer?: string;
  readonly signedEmail?: string;
  readonly caRootsData?: string;
  readonly caIntermediatesData?: string;
  readonly subjectEmail?: string;
  readonly subjectHostname?: string;
}

export interface SignedIdentity {
  readonly matchPolicy: string;
  readonly repository?: string;
  readonly prefix?: string;
  readonly signedPrefix?: string;
}

/** `clusterversion/version`. */
export interface ClusterVersion extends Common {
  readonly kind: 'ClusterVersion';
  /** `status.desired.image`: the release image that the cluster runs or is updated to. */
  readonly desiredImage?: Located<string>;
  /** `status.desired.version`. */
  readonly desiredVersion?: Located<string>;
}
