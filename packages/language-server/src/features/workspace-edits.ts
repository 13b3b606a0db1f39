import type { TextEdit as Edit } from '@mirrorwright/core';
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Lines } from '../node/lines.ts';

/** How the client takes edits of several files. */
export interface EditOptions {
  /** Whether it takes `documentChanges`, which name the version they are for. */
  readonly versioned: boolean;
  /** The version of an open document. */
  readonly version: (uri: string) => number | null;
}

/** Edits against the text that `lines` are of. */
export function textEdits(lines: Lines, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: lines.range(span), newText }));
}

/** Edits of files as one edit of the workspace. */
export function workspaceEdit(
  changes: ReadonlyMap<string, readonly TextEdit[]>,
  { versioned, version }: EditOptions,
): WorkspaceEdit {
  if (!versioned)
    return { changes: Object.fromEntries([...changes].map(([uri, edits]) => [uri, [...edits]])) };
  return {
    documentChanges: [...changes].map(
      ([uri, edits]): TextDocumentEdit => ({
        textDocument: { uri, version: version(uri) },
        edits: [...edits],
      }),
    ),
  };
}

/** The one edit that turns a text into another: what both begin and end with stays. */
export function smallestEdit(before: string, after: string): Edit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: { start, end: before.length - end }, newText: after.slice(start, after.length - end) };
}
