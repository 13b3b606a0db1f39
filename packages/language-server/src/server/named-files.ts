import { detectDialect, type Parsed, readDocument, type SnapshotFile } from '@mirrorwright/core';
import type { NamedFile } from '../features/names.ts';
import type { DocumentView } from '../node/document-view.ts';
import { linesOf } from '../node/lines.ts';
import { normalUri } from '../node/uri.ts';
import type { Disk } from './disk.ts';
import type { OpenFiles } from './open-files.ts';

export interface NamedFilesParts {
  readonly open: OpenFiles;
  readonly disk: Disk;
  readonly folders: () => readonly string[];
  readonly path: (uri: string) => string;
}

/** More files than this are not searched for names. */
const mostFiles = 2000;

/** Every file of the workspace that can hold names, those of the document's node first. Each is read once. */
export async function namedFiles(view: DocumentView, parts: NamedFilesParts): Promise<readonly NamedFile[]> {
  const { open, disk, folders, path } = parts;
  const { node } = view;
  const own = node.parsed.documents.flatMap((document): NamedFile[] => {
    const uri = node.uri(document.path);
    const lines = node.lines(document.path);
    return uri === undefined || lines === undefined ? [] : [{ uri, document, lines }];
  });
  const seen = new Set(own.map(({ uri }) => normalUri(uri)));
  const listed = (await Promise.all(folders().map((folder) => disk.list(folder, 'deep')))).flat();
  const others = [...new Set([...open.uris(), ...listed])]
    .filter((uri) => !seen.has(uri))
    .slice(0, mostFiles);
  const found = await Promise.all(
    others.map(async (uri) => {
      const file = open.file(uri, path(uri)) ?? (await disk.file(uri, path(uri)));
      return file === undefined ? undefined : named(open.get(uri)?.uri ?? uri, file);
    }),
  );
  return [...own, ...found.filter((file) => file !== undefined)];
}

const read = new WeakMap<SnapshotFile, NamedFile | 'none'>();

function named(uri: string, file: SnapshotFile): NamedFile | undefined {
  const known = read.get(file) ?? readNamed(uri, file) ?? 'none';
  read.set(file, known);
  return known === 'none' ? undefined : known;
}

function readNamed(uri: string, { path, text }: SnapshotFile): NamedFile | undefined {
  if (detectDialect(path, text).dialect === null) return undefined;
  const result = readDocument(path, text);
  const document: Parsed | undefined = 'document' in result ? result.document : undefined;
  return document && { uri, document, lines: linesOf(text) };
}
