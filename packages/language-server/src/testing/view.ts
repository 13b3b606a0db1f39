import { defaultTarget, groupFiles, noSettings, type Target } from '@mirrorwright/core';
import type { DocumentView } from '../node/document-view.ts';
import { judgedNode } from '../node/judged-node.ts';

export interface ViewOptions {
  /** Other files of the node: path -> text. */
  readonly others?: Readonly<Record<string, string>>;
  readonly targets?: readonly Target[];
}

/** A document as features see it, without a server. */
export function viewOf(
  path: string,
  text: string,
  { others = {}, targets = [defaultTarget] }: ViewOptions = {},
): DocumentView {
  const files = [
    { path, text },
    ...Object.entries(others).map(([other, content]) => ({ path: other, text: content })),
  ];
  const snapshot = groupFiles(files).find((group) => group.files.some((file) => file.path === path))!;
  const uris = new Map(files.map((file) => [file.path, `file:///${file.path}`]));
  const node = judgedNode(snapshot, uris, { targets, settings: noSettings });
  const document = node.document(path);
  const lines = node.lines(path);
  if (document === undefined || lines === undefined) throw new Error(`${path} is none of ours`);
  return { uri: `file:///${path}`, languageId: '', document, lines, node };
}

/** The offset marked by `|`, and the text without it. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  return { text: marked.replace('|', ''), offset: marked.indexOf('|') };
}
