import type { Location } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { type NamedFile, nameAt, usesOf } from './names.ts';

/** Every place that uses the name under the cursor, or something below it, in all files; the place itself included. */
export function references(view: DocumentView, offset: number, files: readonly NamedFile[]): Location[] {
  const wanted = nameAt(view, offset);
  if (wanted === undefined) return [];
  const own = wanted.use.role === 'authority' || wanted.use.role === 'short-name';
  return (own ? [view] : files).flatMap((file) =>
    usesOf(file, wanted).map(({ span }) => ({ uri: file.uri, range: file.lines.range(span) })),
  );
}
