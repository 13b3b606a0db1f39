import type { Located } from '../../model/provenance.ts';
import type { LibraryVersion } from '../../model/target.ts';
import type { Entry, TableNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import type { IdentityType, RequirementType } from './fields.ts';

/**
 * What a policy.json says (the signature policy of containers/image), with the place of everything.
 * Whatever can be read is here, also from a file that its reader refuses; `faults` says why it does.
 */
export interface SignaturePolicy {
  readonly default?: RequirementList;
  /** In document order; a transport written twice is here twice, and a fault. */
  readonly transports: readonly TransportPolicy[];
  readonly faults: readonly PolicyFault[];
}

/** The scopes of one transport, such as `docker`. */
export interface TransportPolicy {
  /** `span` and `keySpan` are the key as written. */
  readonly name: Located<string>;
  readonly table: TableNode;
  readonly entry: Entry;
  readonly scopes: readonly ScopePolicy[];
}

/** One scope of a transport; `''` is the default of the transport. */
export interface ScopePolicy {
  readonly scope: Located<string>;
  readonly entry: Entry;
  readonly requirements?: RequirementList;
}

/** A list of requirements: an image passes when it satisfies every one of them. */
export interface RequirementList {
  readonly items: readonly Requirement[];
  readonly span: Span;
  readonly keySpan: Span;
}

export interface Requirement {
  readonly node: TableNode;
  readonly span: Span;
  /** As written; undefined when missing, null or no string. */
  readonly type?: Located<string>;
  /** Undefined when `type` names no known type. */
  readonly kind?: RequirementType;
  /** The first entry of each known key. */
  readonly fields: ReadonlyMap<string, Entry>;
  /** `signedIdentity`, or `baseLayerIdentity` of signedBaseLayer. */
  readonly identity?: Identity;
}

export interface Identity {
  readonly node: TableNode;
  readonly span: Span;
  readonly type?: Located<string>;
  readonly kind?: IdentityType;
  readonly fields: ReadonlyMap<string, Entry>;
}

/**
 * Conditions under which the reader refuses the file (the register of docs/rules/coverage.md):
 * E1 syntax, E2 key written twice, E3 value of a wrong type, E4 unknown key, E5 no default, E6 empty list of
 * requirements, E7 requirement type unknown or missing, E8 mandatory key missing, E9 keyType unknown or missing,
 * E10 not exactly one key source, E11 key data is not base64, E12 fulcio, rekor or pki keys that do not go
 * together, E13 identity type unknown or missing, E14 identity value malformed, E15 scope malformed for its
 * transport, E16 key or type that came with a later release.
 */
export type FaultCondition = `E${number}`;

/** Why a reader refuses the file, and which releases of it do. */
export interface PolicyFault {
  readonly condition: FaultCondition;
  /** What is wrong, quoting the value. */
  readonly message: string;
  readonly span: Span;
  readonly related?: { readonly span: Span; readonly message: string };
  /** A known word close to the one written. */
  readonly suggestion?: string;
  /** The entry at fault and the object it stands in, for fixes. */
  readonly at?: { readonly table: TableNode; readonly entry: Entry };
  /** Only releases before this one refuse it. */
  readonly before?: LibraryVersion;
  /** Only this release and later ones refuse it. */
  readonly from?: LibraryVersion;
  /** Only readers that know this transport refuse it. */
  readonly transport?: string;
}
