import { parseAnyTarget } from '@mirrorwright/core';
import { commands, type TextDocument, Uri, ViewColumn, window, workspace } from 'vscode';
import { documentFor } from '../workspace/document.ts';
import { givenWith } from '../workspace/given.ts';
import { pickTarget, targetsOf } from '../workspace/targets.ts';
import type { PreviewAddress } from './address.ts';
import { compareTargets } from './compare.ts';
import type { PreviewSubject, Previews } from './provider.ts';
import { hasNews } from './summary.ts';

const isPreviewable = (dialect: string): boolean => dialect === 'mirror-policy' || dialect === 'openshift';
const wrongFile = 'Open a mirror policy or a resource of OpenShift first: previews are made of these.';

/** [uri?, target?]: the files that a node would get, beside those it has. Asks where the target is not clear. */
export async function previewNodeFiles(previews: Previews, args: readonly unknown[]): Promise<void> {
  const document = await documentFor(args[0], isPreviewable);
  if (document === undefined) return void window.showInformationMessage(wrongFile);
  const target = await chosenTarget(document, args[1]);
  if (target !== undefined) await open(previews, { source: document.uri.toString(), target });
}

/** [uri?, target?, folder?]: the same against any folder. It may be anywhere: for trusted workspaces. */
export async function compareWithFolder(previews: Previews, args: readonly unknown[]): Promise<void> {
  if (!workspace.isTrusted) {
    window.showInformationMessage('This needs a trusted workspace: it reads files outside of it.');
    return;
  }
  const document = await documentFor(args[0], isPreviewable);
  if (document === undefined) return void window.showInformationMessage(wrongFile);
  const target = await chosenTarget(document, args[1]);
  if (target === undefined) return;
  const title = 'The folder that holds the file system of a node';
  const picked =
    args[2] instanceof Uri
      ? [args[2]]
      : await window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false });
  const root = picked?.[0];
  if (root !== undefined)
    await open(previews, { source: document.uri.toString(), target, root: root.toString() });
}

async function chosenTarget(document: TextDocument, argument: unknown): Promise<string | undefined> {
  if (typeof argument === 'string') return argument;
  const named = targetsOf(document);
  return named.length === 1 ? named[0] : pickTarget(document, 'Preview the files of which target?');
}

async function open(previews: Previews, subject: PreviewSubject): Promise<void> {
  const { preview } = await previews.makeAnew(subject);
  const uri = (side: PreviewAddress['side'], path: string): Uri => previews.uri({ ...subject, side, path });
  const summary = uri('summary', '/summary.txt');
  const [only] = preview.changed;
  if (only === undefined) {
    await window.showTextDocument(summary, {
      viewColumn: ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
    return;
  }
  if (preview.changed.length === 1 && !hasNews(preview)) {
    const title = `${nameOf(only.path)} on ${subject.target}`;
    const alone = (side: PreviewAddress['side'], path: string): Uri =>
      previews.uri({ ...subject, side, path, alone: true });
    await commands.executeCommand(
      'vscode.diff',
      alone('current', only.path),
      alone('planned', only.path),
      title,
      {
        viewColumn: ViewColumn.Beside,
        preserveFocus: true,
      },
    );
    return;
  }
  const files = preview.changed.map(({ path }) => {
    const planned = uri('planned', path);
    return [planned, uri('current', path), planned];
  });
  await showFiles(`Node files for ${subject.target}`, [
    ...(hasNews(preview) ? [[summary, undefined, summary]] : []),
    ...files,
  ]);
}

/** Several files in one editor, beside the one that is typed in, which keeps the focus. */
async function showFiles(title: string, files: readonly (readonly (Uri | undefined)[])[]): Promise<void> {
  const typing = window.activeTextEditor;
  if (typing !== undefined) {
    const { all, activeTabGroup } = window.tabGroups;
    const isLast = all.every(({ viewColumn }) => viewColumn <= activeTabGroup.viewColumn);
    await commands.executeCommand(
      isLast ? 'workbench.action.newGroupRight' : 'workbench.action.focusNextGroup',
    );
  }
  await commands.executeCommand('vscode.changes', title, files);
  if (typing !== undefined) await window.showTextDocument(typing.document, typing.viewColumn);
}

/** [uri?, target?, target?]: the files of two targets side by side. */
export async function compareTwoTargets(previews: Previews, args: readonly unknown[]): Promise<void> {
  const document = await documentFor(args[0], isPreviewable);
  if (document === undefined) return void window.showInformationMessage(wrongFile);
  const left =
    typeof args[1] === 'string' ? args[1] : await pickTarget(document, 'Compare which target? (1/2)');
  if (left === undefined) return;
  const right =
    typeof args[2] === 'string'
      ? args[2]
      : await pickTarget(document, `Compare ${left} with which target? (2/2)`, left);
  if (right === undefined) return;
  const [a, b] = [parseAnyTarget(left), parseAnyTarget(right)];
  if (!a.ok || !b.ok) return void window.showErrorMessage(a.ok ? (b.ok ? '' : b.message) : a.message);
  const { files } = await givenWith(document);
  const compared = compareTargets(files, a.target, b.target);
  const source = document.uri.toString();
  const uri = (target: string, side: PreviewAddress['side'], path: string): Uri =>
    // new nodes on both sides: what the folder of one node holds says nothing about two targets
    previews.uri({ source, target, side, path, root: '' });
  const summaries = [left, right].map((target) => uri(target, 'summary', '/summary.txt'));
  await showFiles(`${left} and ${right}`, [
    [summaries[1], summaries[0], summaries[1]],
    ...compared.files.map(({ path }) => [
      uri(right, 'planned', path),
      uri(left, 'planned', path),
      uri(right, 'planned', path),
    ]),
  ]);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
