import {
  commands,
  type Diagnostic,
  type Extension,
  extensions,
  type Hover,
  languages,
  type MarkdownString,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { until } from './runner.ts';

/** The folder of the workspace. */
export function folder(): Uri {
  return workspace.workspaceFolders![0]!.uri;
}

export function inFolder(path: string): Uri {
  return Uri.joinPath(folder(), path);
}

export interface Surface {
  isStarted(): boolean;
}

export function ours(): Extension<Surface> {
  return extensions.getExtension<Surface>('mirrorwright.mirrorwright-vscode')!;
}

export async function write(path: string, text: string): Promise<void> {
  await workspace.fs.writeFile(inFolder(path), new TextEncoder().encode(text));
}

/** Writes a file and opens it in front. */
export async function openWith(path: string, text: string): Promise<TextEditor> {
  await write(path, text);
  return open(path);
}

export async function open(path: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(inFolder(path)));
}

export async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** Ours on a document, in order of place. */
export function findingsOn(uri: Uri): readonly Diagnostic[] {
  return languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'mirrorwright')
    .toSorted((a, b) => a.range.start.compareTo(b.range.start));
}

export function codeOf({ code }: Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

export function codesOn(uri: Uri): readonly string[] {
  return findingsOn(uri).map(codeOf);
}

/** Waits until a finding is there. */
export function finding(uri: Uri, code: string): Promise<Diagnostic> {
  return until(`${code} in ${uri.path}`, () => findingsOn(uri).find((each) => codeOf(each) === code));
}

/** Where a part of the text first stands. */
export function placeOf(document: TextDocument, part: string): Range {
  const at = document.getText().indexOf(part);
  if (at === -1) throw new Error(`no "${part}" in ${document.uri.path}`);
  return new Range(document.positionAt(at), document.positionAt(at + part.length));
}

export async function replaceAll(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(1e9)), text);
  await workspace.applyEdit(edit);
}

/** All that hovers say. */
export function textOf(hovers: readonly Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : (content as MarkdownString).value))
    .join('\n');
}
