import type { SyntaxTree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source.ts';

/** The file formats the project knows. A dialect is a folder beside this file. */
export type DialectId =
  | 'registries-conf'
  | 'short-name-cache'
  | 'policy-json'
  | 'mirror-policy'
  | 'openshift';

/** What detection says of a file: a dialect, or why it is recognised and left alone. */
export type Detection = { readonly dialect: DialectId } | { readonly dialect: null; readonly reason: string };

/** A parsed file. `M` is the dialect's model; every value in it knows its span. */
export interface Parsed<M = unknown> {
  readonly path: string;
  readonly dialect: DialectId;
  readonly source: SourceText;
  readonly tree: SyntaxTree;
  readonly model: M;
}
