import {
  commands,
  type DiagnosticChangeEvent,
  DiagnosticSeverity,
  type Disposable,
  LanguageStatusSeverity,
  languages,
  type QuickPickItem,
  window,
  workspace,
} from 'vscode';
import { commandEntries } from '../manifest/commands.ts';
import { servedLanguages } from '../manifest/kinds.ts';
import { dialectOf } from '../stub/recognise.ts';
import { documentFor } from '../workspace/document.ts';
import { pickTarget, targetsOf } from '../workspace/targets.ts';
import { type ServerState, statusText } from './text.ts';

export interface Status extends Disposable {
  serverIs(state: ServerState): void;
}

/** The status of the file in front, in the list behind the braces: for whom it is judged, and what was found. */
export function registerStatus(): Status {
  const item = languages.createLanguageStatusItem(
    'mirrorwright.status',
    servedLanguages.map((language) => ({ language })),
  );
  item.name = 'Mirrorwright';
  let server: ServerState = 'starting';
  const show = (): void => {
    const document = window.activeTextEditor?.document;
    const ours = document !== undefined && dialectOf(document) !== undefined;
    // a selector cannot ask for the content: other files of these languages have no status of ours
    item.selector = ours ? { pattern: document.uri.fsPath, language: document.languageId } : [];
    if (!ours) return;
    const own = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'mirrorwright');
    const count = (severity: DiagnosticSeverity): number =>
      own.filter((each) => each.severity === severity).length;
    const errors = count(DiagnosticSeverity.Error);
    const warnings = count(DiagnosticSeverity.Warning);
    item.text = statusText({ targets: targetsOf(document), errors, warnings, server });
    item.busy = server === 'starting';
    item.detail = serverWords[server];
    item.severity =
      server === 'failed' || server === 'stopped' || errors > 0
        ? LanguageStatusSeverity.Error
        : warnings > 0
          ? LanguageStatusSeverity.Warning
          : LanguageStatusSeverity.Information;
    item.command = { title: 'Actions', command: 'mirrorwright.showActions' };
  };
  const changed = ({ uris }: DiagnosticChangeEvent): void => {
    const active = window.activeTextEditor?.document.uri.toString();
    if (uris.some((uri) => uri.toString() === active)) show();
  };
  const disposables = [
    item,
    window.onDidChangeActiveTextEditor(show),
    languages.onDidChangeDiagnostics(changed),
    workspace.onDidChangeConfiguration(show),
    workspace.onDidSaveTextDocument(show),
  ];
  show();
  return {
    serverIs: (state) => {
      server = state;
      show();
    },
    dispose: () => {
      for (const each of disposables) each.dispose();
    },
  };
}

const serverWords = {
  starting: 'Mirrorwright: starting',
  running: 'Mirrorwright',
  stopped: 'Mirrorwright: the language server has stopped',
  failed: 'Mirrorwright: the language server did not start; see the log',
} as const;

/** What can be done with the file in front. */
export async function showActions(): Promise<void> {
  const dialect = (await documentFor(undefined)) && dialectOf(window.activeTextEditor!.document);
  const previewable = dialect === 'mirror-policy' || dialect === 'openshift';
  const ids = [
    'mirrorwright.explainPull',
    ...(previewable ? ['mirrorwright.previewNodeFiles', 'mirrorwright.compareTargets'] : []),
    'mirrorwright.fixAll',
    ...(dialect === 'mirror-policy' ? [] : ['mirrorwright.selectTargets']),
    'mirrorwright.restartServer',
    'mirrorwright.showLog',
  ];
  const items = ids.map((id): QuickPickItem & { readonly id: string } => ({
    id,
    label: commandEntries.find((entry) => entry.id === id)!.title,
  }));
  const chosen = await window.showQuickPick(items, { title: 'Mirrorwright' });
  if (chosen !== undefined) await commands.executeCommand(chosen.id);
}

/** [target?]: for whom files are judged that do not say it themselves. Written to the workspace's settings. */
export async function selectTargets(args: readonly unknown[]): Promise<void> {
  const document = await documentFor(undefined);
  const [given] = args;
  const target =
    typeof given === 'string' ? given : await pickTarget(document, 'Judge files for which target?');
  if (target === undefined) return;
  const global = workspace.workspaceFolders === undefined;
  await workspace.getConfiguration('mirrorwright').update('targets', [target], global);
}
