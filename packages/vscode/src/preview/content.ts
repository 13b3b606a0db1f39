import type { PreviewAddress } from './address.ts';
import type { NodePreview } from './preview.ts';
import { summaryOf } from './summary.ts';

export interface MadePreview {
  readonly preview: NodePreview;
  /** What it was compared with, in words. */
  readonly comparedWith: string;
  /** What the node has, by absolute path. */
  readonly there: ReadonlyMap<string, string>;
}

/** The text of a document of a preview, which may be another preview by now than the one it was opened for. */
export function contentOf(
  { side, path, alone }: Pick<PreviewAddress, 'side' | 'path' | 'alone'>,
  { preview, comparedWith, there }: MadePreview,
): string {
  if (side === 'summary') return summaryOf(preview, comparedWith);
  const file = [...preview.changed, ...preview.unchanged].find((each) => each.path === path);
  if (file !== undefined) return file[side] ?? '';
  // nothing above it says why
  if (alone && side === 'planned' && preview.problems.length > 0) return summaryOf(preview, comparedWith);
  // what nothing is made for stays as it is
  return there.get(path) ?? '';
}
