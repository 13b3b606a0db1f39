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
}

/** The parts of a URI that names it. The path comes first, so that the editor knows the language and shows the name. */
export function partsOf({ path, ...rest }: PreviewAddress): {
  readonly path: string;
  readonly query: string;
} {
  return { path: `/${rest.target}${path}`, query: JSON.stringify(rest) };
}

/** Reads what `partsOf` wrote; undefined for anything else. */
export function addressOf({
  path,
  query,
}: {
  readonly path: string;
  readonly query: string;
}): PreviewAddress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { source, target, side, root } = value as Readonly<Record<string, unknown>>;
  if (typeof source !== 'string' || typeof target !== 'string') return undefined;
  if (side !== 'current' && side !== 'planned' && side !== 'summary') return undefined;
  const prefix = `/${target}`;
  if (!path.startsWith(`${prefix}/`)) return undefined;
  return { source, target, side, path: path.slice(prefix.length), ...(typeof root === 'string' && { root }) };
}
