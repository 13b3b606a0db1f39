import { groupFiles, type SnapshotFile } from '@mirrorwright/core';
import { FileType, type TextDocument, Uri, workspace } from 'vscode';
import { dialectOf } from '../stub/recognise.ts';

/** A document with the files that belong to it, each by the name people see. */
export interface Given {
  readonly files: readonly SnapshotFile[];
  /** Where a file of that name is. */
  uri(path: string): Uri | undefined;
}

/** Larger files are no configuration. */
const mostBytes = 4 * 1024 * 1024;

/** The document and what belongs to it: drop-ins of a registries.conf, resources in the same folder. */
export async function givenWith(document: TextDocument): Promise<Given> {
  const uris = new Map<string, Uri>();
  const files: SnapshotFile[] = [];
  const add = (uri: Uri, text: string): void => {
    const path = nameOf(uri, document);
    if (uris.has(path)) return;
    uris.set(path, uri);
    files.push({ path, text });
  };
  add(document.uri, document.getText());
  for (const uri of await neighbours(document)) {
    const text = await textOf(uri);
    if (text !== undefined) add(uri, text);
  }
  const own = files[0]!;
  const group = groupFiles(files).find((each) => each.files.includes(own));
  return { files: group?.files ?? [own], uri: (path) => uris.get(path) };
}

/** A new registries.conf is called so, whatever its title is. */
function nameOf(uri: Uri, { languageId }: TextDocument): string {
  const name = workspace.asRelativePath(uri);
  if (uri.scheme !== 'untitled' || /\.\w+$/.test(name)) return name;
  return languageId === 'yaml' ? `${name}.yaml` : 'registries.conf';
}

async function neighbours(document: TextDocument): Promise<readonly Uri[]> {
  const dialect = dialectOf(document);
  if (document.uri.scheme === 'untitled' || dialect === undefined || dialect === 'mirror-policy') return [];
  const folder = Uri.joinPath(document.uri, '..');
  if (dialect === 'openshift') return filesIn(folder, /\.(?:ya?ml|json)$/);
  const dropIns = /\/registries(?:\.root(?:ful|less))?\.conf\.d$/;
  const base = dropIns.test(folder.path) ? Uri.joinPath(folder, '..') : folder;
  const beside = await filesIn(base, /^(?:registries\.conf|policy\.json)$/);
  return [...beside, ...(await filesIn(Uri.joinPath(base, 'registries.conf.d'), /./))];
}

/** Files of one folder by name; none where it cannot be read. */
export async function filesIn(folder: Uri, wanted: RegExp): Promise<readonly Uri[]> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => (type & FileType.File) !== 0 && wanted.test(name))
      .map(([name]) => Uri.joinPath(folder, name));
  } catch {
    return [];
  }
}

/** The text as the editor has it, or as it is stored; undefined where there is none that can be read. */
export async function textOf(uri: Uri): Promise<string | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > mostBytes) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(await workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
