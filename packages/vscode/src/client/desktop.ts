import { Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { MakeClient } from './options.ts';

/** The server as a process of its own. */
export const desktopClient: MakeClient = async ({ extensionUri, options }) => {
  const module = Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  return new LanguageClient('mirrorwright', 'Mirrorwright', { run, debug: run }, options);
};
