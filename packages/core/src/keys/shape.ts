/**
 * What may stand where in a file, made from the tables of keys of each dialect: what completion, hover, outlines and the
 * search for names walk over. A new dialect is one more shape.
 */
export type Shape =
  | TableShape
  | VariantShape
  | { readonly kind: 'map'; readonly value: Shape; readonly keyNames?: NameRole }
  | { readonly kind: 'list'; readonly item: Shape }
  | {
      readonly kind: 'text';
      readonly names?: NameRole;
      readonly values?: readonly string[];
      /** Path of a file on the node. */
      readonly file?: true;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly values?: readonly number[] };

export interface TableShape {
  readonly kind: 'table';
  readonly keys: ReadonlyMap<string, KeyInfo>;
  /** The keys by which a person tells two such tables apart, the best first. */
  readonly title?: readonly string[];
}

/** A table whose other keys depend on the value of one. */
export interface VariantShape {
  readonly kind: 'variant';
  readonly tag: string;
  readonly cases: ReadonlyMap<string, TableShape>;
  /** For tables whose tag is missing or unknown: what all have. */
  readonly common: TableShape;
}

export interface KeyInfo {
  readonly doc: string;
  readonly shape: Shape;
  /** What holds when it is absent, in words. */
  readonly absent?: string;
  readonly required?: true;
  /** The release that first reads it, in words. */
  readonly since?: string;
  /** The release that no longer reads it, in words. */
  readonly removed?: string;
}

/**
 * What a name stands for. image: what images are called by (a prefix, scope or source). place: where images are (a location
 * or mirror). search: a registry that short names are looked for in. repository: what a short name means. short-name: the
 * short name itself. authority: a name for a certificate authority.
 */
export type NameRole = 'image' | 'place' | 'search' | 'repository' | 'short-name' | 'authority';

/** Whether the name is that of a registry or of something in one. */
export function isRegistryName(role: NameRole | undefined): boolean {
  return role === 'image' || role === 'place' || role === 'search' || role === 'repository';
}

export const text: Shape = { kind: 'text' };
export const boolean: Shape = { kind: 'boolean' };

export function named(names: NameRole): Shape {
  return { kind: 'text', names };
}

export function list(item: Shape): Shape {
  return { kind: 'list', item };
}

export function choice(...values: readonly string[]): Shape {
  return { kind: 'text', values };
}
