import type { Located } from '../../model/provenance.ts';
import type { TableNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';

/** The resources that a file holds, in document order, those inside lists included. */
export interface OpenShiftModel {
  readonly resources: readonly Resource[];
}

/** What the operator that writes node files reads, and what has to agree with it. */
export type Resource =
  | ImageConfig
  | MirrorSet
  | ImagePolicy
  | ClusterVersion
  | ConfigMap
  | PullSecret
  | InstallConfig
  | MachineConfig
  | ImageUser;

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
  /** The entries of allowedRegistriesForImport; undefined where the list is not there, which allows everything. */
  readonly imports?: ImportList;
  /** Name of the ConfigMap in `openshift-config` with the certificates of registries. */
  readonly trustedCA?: Located<string>;
  readonly externalHostnames: readonly Located<string>[];
  /** Where the registry of the cluster is reached from inside, as its operator says. */
  readonly internalHostname?: Located<string>;
}

/** A list that is there, also when it is empty: that differs from none. */
export interface ResourceList {
  readonly items: readonly Located<string>[];
  readonly span: Span;
  readonly keySpan: Span;
}

export interface ImportList {
  readonly items: readonly ImportRule[];
  readonly keySpan: Span;
}

/** Registries that images may be imported from: a pattern of hosts, with a port where it is neither 443 nor 80. */
export interface ImportRule {
  readonly domain: Located<string>;
  /** Whether port 80 is meant where no port is written. */
  readonly insecure: boolean;
}

export type MirrorSetKind = 'ImageContentSourcePolicy' | 'ImageDigestMirrorSet' | 'ImageTagMirrorSet';

export interface MirrorSet extends Common {
  readonly kind: MirrorSetKind;
  readonly rules: readonly MirrorRule[];
  /** The key of install-config.yaml that the installer makes the set of. */
  readonly installKey?: 'imageContentSources' | 'imageDigestSources';
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
  /** Release images that the cluster is told, or could be told, to update to. */
  readonly updates: readonly Located<string>[];
}

/** Texts by key, `data` before `binaryData`. Certificates of registries come in one. */
export interface ConfigMap extends Common {
  readonly kind: 'ConfigMap';
  readonly data: readonly ConfigMapEntry[];
}

export interface ConfigMapEntry {
  readonly key: Located<string>;
  /** As written; base64 where it stands under `binaryData`. */
  readonly value: Located<string>;
  readonly binary: boolean;
}

/** A secret with logins to registries: whose they are, and never the logins. */
export interface PullSecret extends Common {
  readonly kind: 'Secret';
  /** Keys of `auths`: hosts, some with a path. No place: a report of that line would show the logins. */
  readonly hosts: readonly string[];
}

/** install-config.yaml. The mirrors it names are MirrorSets beside it. */
export interface InstallConfig extends Common {
  readonly kind: 'InstallConfig';
  readonly trustBundle?: Located<string>;
  /** Hosts of its pull secret. */
  readonly hosts?: readonly string[];
  /** Places of the keys that are there. */
  readonly contentSources?: Span;
  readonly digestSources?: Span;
}

export interface MachineConfig extends Common {
  readonly kind: 'MachineConfig';
  /** Which pool takes it. */
  readonly role?: string;
  /** Absolute paths of the files that it writes. */
  readonly files: readonly Located<string>[];
}

/** A resource that has images pulled: a workload of any kind, or a catalog of operators. */
export interface ImageUser extends Common {
  readonly kind: 'ImageUser';
  /** What it is: Pod, Deployment, CatalogSource, ... */
  readonly userKind: string;
  readonly images: readonly Located<string>[];
}
