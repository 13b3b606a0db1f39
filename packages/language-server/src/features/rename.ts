import type { TextEdit as Edit } from '@mirrorwright/core';
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { isPlainYaml } from './completion/snippets.ts';
import { type NameAt, type NamedFile, nameAt, usesOf } from './names.ts';
import { type EditOptions, textEdits, workspaceEdit } from './workspace-edits.ts';

/** What would be renamed at an offset; undefined where no name stands. */
export function prepareRename(
  view: DocumentView,
  offset: number,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const name = nameAt(view, offset);
  if (name === undefined || name.use.role === 'short-name') return undefined;
  return { range: view.lines.range(name.span), placeholder: name.value };
}

export type Renamed =
  | { readonly ok: true; readonly edit: WorkspaceEdit }
  | { readonly ok: false; readonly message: string };

/** Renames a registry, or a namespace in one, in all files: names that lie below it move with it. */
export function rename(
  view: DocumentView,
  offset: number,
  newName: string,
  files: readonly NamedFile[],
  options: EditOptions,
): Renamed {
  const name = nameAt(view, offset);
  if (name === undefined || name.use.role === 'short-name')
    return { ok: false, message: 'No registry stands here.' };
  const wrong = whyNoName(newName);
  if (wrong !== undefined) return { ok: false, message: wrong };
  const changes = new Map<string, TextEdit[]>();
  for (const file of name.use.role === 'authority' ? [view] : files) {
    const edits = usesOf(file, name).map((use) => replaced(file, use, name, newName));
    if (edits.length > 0) changes.set(file.uri, textEdits(file.lines, edits));
  }
  return { ok: true, edit: workspaceEdit(changes, options) };
}

function whyNoName(name: string): string | undefined {
  if (name === '') return 'A name of a registry is not empty.';
  const scheme = /^([a-z]+):\/\//i.exec(name);
  if (scheme !== null) return `Write the registry without ${scheme[0]}.`;
  const wrong = /[^\w.:/@*-]/.exec(name);
  if (wrong !== null) return `${JSON.stringify(wrong[0])} cannot stand in the name of a registry.`;
  return name.endsWith('/') ? 'Write the registry without a slash at its end.' : undefined;
}

/** The part that is renamed; all of a value that is written with escapes, where that part cannot be told. */
function replaced(
  { document }: NamedFile,
  { use, span }: ReturnType<typeof usesOf>[number],
  { value }: NameAt,
  newName: string,
): Edit {
  const written = document.source.slice(span);
  const whole = newName + use.value.slice(value.length);
  const isBare = document.tree.format === 'yaml' && span.start === use.span.start;
  if (isBare && !isPlainYaml(whole)) return { span, newText: JSON.stringify(whole) };
  if (written === use.value)
    return { span: { start: span.start, end: span.start + value.length }, newText: newName };
  return { span, newText: whole };
}
