import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  workspace,
} from 'vscode';
import type { ShownChange } from './face.ts';

/** Scheme of the read-only documents that show files of nodes as they are and as they would be. */
export const planScheme = 'mirrorwright-plan';

type Side = 'current' | 'planned';

/** The files that a plan or a rollback changes. */
export interface ChangeDocuments extends Disposable {
  /** Shows files, each before and after, in one editor. */
  show(title: string, changes: readonly ShownChange[]): Promise<void>;
}

/** Keeps the texts that were shown last; they are masked before they come here. */
export function registerChangeDocuments(): ChangeDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  const keep = (uri: Uri, text: string | null): Uri => {
    texts.set(uri.toString(), text ?? '');
    changed.fire(uri);
    return uri;
  };
  const registration = workspace.registerTextDocumentContentProvider(planScheme, provider);
  return {
    show: async (title, changes) => {
      // what is still open keeps its text until it is shown again
      const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
      for (const key of texts.keys()) if (!open.has(key)) texts.delete(key);
      const pairs = changes.map(({ node, path, before, after }) => ({
        name: `${path.slice(path.lastIndexOf('/') + 1)} on ${node}`,
        current: keep(uriOf(node, 'current', path), before),
        planned: keep(uriOf(node, 'planned', path), after),
      }));
      const [only] = pairs;
      if (only === undefined) return;
      if (pairs.length === 1)
        await commands.executeCommand('vscode.diff', only.current, only.planned, `${only.name}: ${title}`);
      else
        await commands.executeCommand(
          'vscode.changes',
          title,
          pairs.map(({ current, planned }) => [planned, current, planned]),
        );
    },
    dispose: () => {
      registration.dispose();
      changed.dispose();
      texts.clear();
    },
  };
}

/** The path ends as that of the file, by which the editor knows its language; the machine is in it, as only that is shown. */
function uriOf(node: string, side: Side, path: string): Uri {
  return Uri.from({ scheme: planScheme, path: `/${node}${path}`, query: side });
}
