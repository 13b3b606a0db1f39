import type { SnapshotFile } from '@mirrorwright/core';
import { FileType, Uri, workspace } from 'vscode';
import { filesIn, textOf } from './given.ts';

/** A folder taken for the file system of a node. */
export interface NodeRoot {
  readonly uri: Uri;
  /** As people call it. */
  readonly name: string;
}

/** Folders of a node that previews look at, below its root. */
const folders = [
  'etc/containers',
  'etc/containers/registries.conf.d',
  'etc/containers/registries.d',
  'etc/crio/policies',
] as const;

/**
 * What previews of a document compare with: the folder of the setting, else the workspace folder where it holds
 * `etc/containers`. The setting counts in trusted workspaces alone, as it may lead anywhere.
 */
export async function rootFor(source: Uri): Promise<NodeRoot | undefined> {
  const folder = workspace.getWorkspaceFolder(source) ?? workspace.workspaceFolders?.[0];
  const setting = workspace.isTrusted
    ? workspace.getConfiguration('mirrorwright', source).get<string>('previewRoot', '').trim()
    : '';
  if (setting !== '') {
    const uri = setting.startsWith('/') || /^[A-Za-z]:[\\/]/.test(setting) ? Uri.file(setting) : undefined;
    if (uri !== undefined) return { uri: folder?.uri.with({ path: uri.path }) ?? uri, name: setting };
    return folder === undefined ? undefined : { uri: Uri.joinPath(folder.uri, setting), name: setting };
  }
  if (folder === undefined || !(await isFolder(Uri.joinPath(folder.uri, 'etc/containers')))) return undefined;
  return { uri: folder.uri, name: `folder ${folder.name}` };
}

export async function isFolder(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/** The files below a root that previews look at, with paths below it. Open editors count before what is stored. */
export async function readRoot(root: Uri): Promise<readonly SnapshotFile[]> {
  const files: SnapshotFile[] = [];
  for (const folder of folders) {
    for (const uri of await filesIn(Uri.joinPath(root, folder), /\.(?:conf|json|ya?ml)$/)) {
      const text = await textOf(uri);
      if (text !== undefined)
        files.push({ path: `${folder}/${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`, text });
    }
  }
  return files;
}
