import { Disposable, type Uri, workspace } from 'vscode';
import { ownSchemes } from '../stub/recognise.ts';

/** What may be configuration: by its name, or as a drop-in, which may have any. */
const patterns = ['**/*.{conf,json,yaml,yml}', '**/registries*.conf.d/*'];

/** Calls back when a file is another: typed in, saved, or changed, made or removed on disk by whomever. */
export function onFilesChange(changed: () => void): Disposable {
  const told = (uri: Uri): void => {
    if (!ownSchemes.has(uri.scheme)) changed();
  };
  const watchers = patterns.map((pattern) => workspace.createFileSystemWatcher(pattern));
  return Disposable.from(
    workspace.onDidChangeTextDocument(({ document }) => told(document.uri)),
    workspace.onDidSaveTextDocument(({ uri }) => told(uri)),
    ...watchers,
    ...watchers.flatMap((each) => [each.onDidChange(told), each.onDidCreate(told), each.onDidDelete(told)]),
  );
}
