import type { SnapshotFile } from '@mirrorwright/core';
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { normalUri } from '../node/uri.ts';

/** The open documents as files: the same object for the same version, so that it is parsed once. */
export interface OpenFiles {
  get(uri: string): TextDocument | undefined;
  /** By their URIs in one spelling. */
  uris(): readonly string[];
  file(uri: string, path: string): SnapshotFile | undefined;
  version(uri: string): number | null;
  /** Another number after every change of any of them. */
  revision(): number;
}

export function openFiles(documents: TextDocuments<TextDocument>): OpenFiles {
  const made = new Map<string, { readonly version: number; readonly file: SnapshotFile }>();
  const byUri = new Map<string, string>();
  let revision = 0;
  documents.onDidChangeContent(() => revision++);
  documents.onDidOpen(({ document }) => {
    byUri.set(normalUri(document.uri), document.uri);
    // a client that opens it twice may give two texts the same version
    made.delete(normalUri(document.uri));
  });
  documents.onDidClose(({ document }) => {
    revision++;
    byUri.delete(normalUri(document.uri));
    made.delete(normalUri(document.uri));
  });
  const get = (uri: string): TextDocument | undefined => documents.get(byUri.get(normalUri(uri)) ?? uri);
  return {
    get,
    uris: () => [...byUri.keys()],
    version: (uri) => get(uri)?.version ?? null,
    revision: () => revision,
    file: (uri, path) => {
      const document = get(uri);
      if (document === undefined) return undefined;
      const known = made.get(normalUri(uri));
      if (known?.version === document.version && known.file.path === path) return known.file;
      const file = { path, text: document.getText() };
      made.set(normalUri(uri), { version: document.version, file });
      return file;
    },
  };
}
