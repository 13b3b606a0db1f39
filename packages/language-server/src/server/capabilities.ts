import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { fixAllKind } from '../features/code-actions.ts';
import { commands } from '../features/commands.ts';
import type { Client } from './client.ts';

/** What the server offers to this client. */
export function capabilitiesFor(client: Client): ServerCapabilities {
  const ours = Object.values(commands).filter((command) => !client.ownCommands.has(command));
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    ...(client.pulls && {
      diagnosticProvider: {
        identifier: 'mirrorwright',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', "'", '[', '.', ':', ' ', '-', '/'] },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: client.prepareRename ? { prepareProvider: true } : true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    ...(ours.length > 0 && { executeCommandProvider: { commands: ours } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
