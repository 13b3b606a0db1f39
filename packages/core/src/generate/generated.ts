import type { Loss, NodeFile } from '../model/node-file.ts';
import type { TextEdit } from '../text/edit.ts';

/** What `generate` makes of a mirror policy for one target. */
export interface Generated {
  readonly target: string;
  readonly files: readonly GeneratedFile[];
  readonly losses: readonly Loss[];
}

export interface GeneratedFile extends NodeFile {
  /** new: nothing was there. edited: existing text with `edits` applied. unchanged: existing text already says it. */
  readonly change: 'new' | 'edited' | 'unchanged';
  /** Against the existing text; empty for new files. */
  readonly edits: readonly TextEdit[];
}
