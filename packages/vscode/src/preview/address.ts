/** Scheme of the read-only documents of a preview. */
export const previewScheme = 'mirrorwright-node';

/** What one read-only document of a preview shows. */
export interface PreviewAddress {
  /** URI of the document the preview is made of. */
  readonly source: string;
  readonly target: string;
  /** `summary` is the preview in words. */
  readonly side: 'current' | 'planned' | 'summary';
  /** Absolute path of the file on the node. */
  readonly path: string;
  /** Folder that is compared with, as a URI, where one was chosen by hand; '' for a node without any files. */
  readonly root?: string;
  /** Shown without a summary above it. */
  readonly alone?: true;
}

/** Parts of a URI. */
export interface AddressParts {
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** The parts of a URI that names it. The path is that of the file, by which the editor knows its language and name. */
export function partsOf({ path, target, ...rest }: PreviewAddress): AddressParts {
  return { authority: target, path, query: JSON.stringify(rest) };
}

/** Reads what `partsOf` wrote; undefined for anything else. */
export function addressOf({ authority, path, query }: AddressParts): PreviewAddress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || authority === '' || !path.startsWith('/'))
    return undefined;
  const { source, side, root, alone } = value as Readonly<Record<string, unknown>>;
  if (typeof source !== 'string') return undefined;
  if (side !== 'current' && side !== 'planned' && side !== 'summary') return undefined;
  return {
    source,
    target: authority,
    side,
    path,
    ...(typeof root === 'string' && { root }),
    ...(alone === true && { alone }),
  };
}
