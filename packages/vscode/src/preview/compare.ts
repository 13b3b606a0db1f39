import { type NodePreview, type PreviewInput, previewNode } from './preview.ts';

/** A file as two targets get it; undefined where one of them has none. */
export interface TwoSided {
  readonly path: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** Two targets beside each other: all files of both, the equal ones too, as they would be on nodes without any. */
export function compareTargets(
  files: PreviewInput['files'],
  left: PreviewInput['target'],
  right: PreviewInput['target'],
): { readonly files: readonly TwoSided[]; readonly previews: readonly [NodePreview, NodePreview] } {
  const previews = [left, right].map((target) => previewNode({ files, target, current: undefined }));
  const [a, b] = previews as [NodePreview, NodePreview];
  const texts = ({ changed }: NodePreview): Map<string, string | undefined> =>
    new Map(changed.map(({ path, planned }) => [path, planned]));
  const before = texts(a);
  const after = texts(b);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    files: paths.map((path) => ({ path, left: before.get(path), right: after.get(path) })),
    previews: [a, b],
  };
}
