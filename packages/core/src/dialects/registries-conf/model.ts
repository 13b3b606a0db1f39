import type { Located } from '../../model/provenance.ts';
import type { Entry, TableNode, ValueNode } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';

/**
 * What one registries.conf file says, before any merge, exactly as the decoder would bind it:
 * keys are matched case-insensitively (Unicode case folding), unknown keys are kept apart, wrong types are reported.
 * Values are raw: no trimming, no defaults.
 */
export interface RegistriesConf {
  readonly registries: readonly RegistryTable[];
  readonly searchRegistries?: StringList;
  readonly credentialHelpers?: StringList;
  readonly shortNameMode?: Located<string>;
  readonly additionalLayerStoreAuthHelper?: Located<string>;
  /** The `[aliases]` table; `node` is there even when it holds no name. */
  readonly aliases?: { readonly node: TableNode; readonly span: Span; readonly names: readonly Alias[] };
  /** Version 1 tables `[registries.search]` and so on. */
  readonly v1: V1Tables;
  /** The `registry` entry itself, so that `registry = []` can be told from no key. */
  readonly registryEntry?: Entry;
  readonly unknownKeys: readonly UnknownKey[];
  readonly typeErrors: readonly TypeErrorAt[];
  /** Keys of one table that fold to the same field (`location` and `Location`): the reader picks one at random. */
  readonly caseDuplicates: readonly CaseDuplicate[];
}

export interface StringList {
  readonly items: readonly Located<string>[];
  readonly span: Span;
  readonly keySpan: Span;
}

export interface RegistryTable {
  readonly node: TableNode;
  /** One and the same for a table wherever edits elsewhere in the file move it; see `identityOf`. */
  readonly identity?: object;
  /** The header, or the opening of the inline table. */
  readonly headSpan: Span;
  /** The whole table with its mirrors. */
  readonly span: Span;
  readonly prefix?: Located<string>;
  readonly location?: Located<string>;
  readonly insecure?: Located<boolean>;
  readonly blocked?: Located<boolean>;
  readonly mirrorByDigestOnly?: Located<boolean>;
  /** Not allowed here; kept so that rules can say so. */
  readonly pullFromMirror?: Located<string>;
  readonly mirrors: readonly MirrorTable[];
}

export interface MirrorTable {
  readonly node: TableNode;
  readonly headSpan: Span;
  readonly span: Span;
  readonly location?: Located<string>;
  readonly insecure?: Located<boolean>;
  readonly pullFromMirror?: Located<string>;
}

export interface Alias {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

/** Each list is present when its `registries` key is (an empty list counts); the header alone gives only `header`. */
export interface V1Tables {
  readonly search?: StringList;
  readonly insecure?: StringList;
  readonly block?: StringList;
  /** Headers `[registries]`, `[registries.search]`, ... that stand in the file. */
  readonly headers: readonly Span[];
}

/** A key the decoder does not bind: ignored by every reader. */
export interface UnknownKey {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ValueNode;
  readonly entry: Entry;
  /** Where it stands. */
  readonly scope: 'top' | 'registry' | 'mirror' | 'v1' | 'v1-list';
  readonly table: TableNode;
}

export interface TypeErrorAt {
  /** Key path as a person would write it, e.g. `registry.mirror`. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly span: Span;
  /** The decoder passes over the value without an error, and nothing is bound. */
  readonly ignored?: true;
}

export interface CaseDuplicate {
  readonly field: string;
  readonly first: Span;
  readonly second: Span;
}
