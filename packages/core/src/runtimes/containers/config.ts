import type { Parsed } from '../../dialects/document.ts';
import type {
  Alias,
  MirrorTable,
  RegistriesConf,
  RegistryTable,
  StringList,
} from '../../dialects/registries-conf/model.ts';
import type { Located, Origin } from '../../model/provenance.ts';
import type { Target } from '../../model/target.ts';

export type RegistriesDocument = Parsed<RegistriesConf>;

/** What a file is to its reader. */
export type FileRole = 'main' | 'drop-in' | 'short-name-cache';

/**
 * A condition under which the reader refuses the file.
 * Ids are those of the catalogue in docs/rules/coverage.md: B1 .. B23.
 */
export interface LoadError {
  readonly condition: `B${number}`;
  /** As the reader words it, without file names. */
  readonly message: string;
  readonly origin: Origin;
  readonly related?: readonly { readonly origin: Origin; readonly message: string }[];
  /** The value that caused it, where one did. */
  readonly value?: string;
}

/** A registry table as loaded: trimmed, defaulted, with where it came from. */
export interface EffectiveRegistry {
  readonly prefix: string;
  readonly location: string;
  readonly insecure: boolean;
  readonly blocked: boolean;
  readonly mirrorByDigestOnly: boolean;
  readonly mirrors: readonly EffectiveMirror[];
  readonly document: RegistriesDocument;
  /** Undefined for tables made from version 1 lists; `origin` then points at the list entry. */
  readonly table?: RegistryTable;
  readonly origin: Origin;
}

export interface EffectiveMirror {
  readonly location: string;
  readonly insecure: boolean;
  readonly pullFromMirror: 'all' | 'digest-only' | 'tag-only';
  readonly table: MirrorTable;
  readonly origin: Origin;
}

/** An entry that another one hides, kept so that it can be shown. */
export interface Shadowed {
  readonly registry: EffectiveRegistry;
  readonly by: EffectiveRegistry;
  readonly reason: 'same-prefix-in-file' | 'replaced-by-later-file';
}

/** The configuration a runtime would hold after reading its files. */
export interface EffectiveConfig {
  readonly target: Target;
  /** Sorted by prefix, byte order. */
  readonly registries: readonly EffectiveRegistry[];
  readonly shadowed: readonly Shadowed[];
  /** undefined = never set. */
  readonly searchRegistries?: {
    readonly list: StringList;
    readonly values: readonly string[];
    readonly path: string;
  };
  readonly credentialHelpers: readonly string[];
  readonly shortNameMode: 'enforcing' | 'permissive' | 'disabled';
  readonly shortNameModeOrigin?: Origin;
  readonly additionalLayerStoreAuthHelper?: Located<string> & { readonly path: string };
  readonly aliases: ReadonlyMap<string, EffectiveAlias>;
  /** The short-name cache, when the node has one. */
  readonly cachedAliases: ReadonlyMap<string, EffectiveAlias>;
  /** A broken cache: short names fail, everything else works. */
  readonly cacheError?: LoadError;
  /** Files in the order they were read. */
  readonly files: readonly LoadedFile[];
  /** Files of the node that this reader does not read, with the reason. */
  readonly notRead: readonly { readonly path: string; readonly reason: string }[];
  /** Not empty: the reader refuses, nothing above can be relied on. */
  readonly loadErrors: readonly LoadError[];
}

export interface EffectiveAlias {
  readonly name: string;
  /** '' erases. */
  readonly value: string;
  readonly alias: Alias;
  readonly origin: Origin;
}

export interface LoadedFile {
  readonly path: string;
  readonly role: FileRole;
  readonly document: RegistriesDocument;
}

/** One document to load, with its role. */
export interface LoadInput {
  readonly document: RegistriesDocument;
  readonly role: FileRole;
}
