import { nodesFileName } from '@mirrorwright/core';
import { readNodesFile } from '@mirrorwright/io';
import { type ChosenNode, withAddresses } from '@mirrorwright/io/push';
import { Uri, workspace } from 'vscode';

/** The nodes of the workspace, or why there are none. */
export interface KnownNodes {
  readonly nodes: readonly ChosenNode[];
  /** Faults of the file, each with its line; none for a file that is not there. */
  readonly faults: readonly string[];
}

/**
 * The nodes file: that of the setting, else the one in the workspace folder. Undefined without a folder, and in workspaces
 * without trust, whose setting may name any file.
 */
export function nodesFile(): Uri | undefined {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  if (!workspace.isTrusted) return undefined;
  const setting = workspace.getConfiguration('mirrorwright').get<string>('nodesFile', '').trim();
  if (setting.startsWith('/') || /^[A-Za-z]:[\\/]/.test(setting)) return Uri.file(setting);
  return folder === undefined ? undefined : Uri.joinPath(folder, setting === '' ? nodesFileName : setting);
}

/** Reads the nodes file as it is stored. */
export async function knownNodes(): Promise<KnownNodes> {
  const file = nodesFile();
  if (file === undefined) return { nodes: [], faults: [] };
  const read = await readNodesFile(file.fsPath);
  if (read.ok) return { nodes: withAddresses(read.document.nodes), faults: [] };
  return { nodes: [], faults: read.missing ? [] : read.messages };
}
