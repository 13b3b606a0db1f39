import { Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { MakeClient } from './options.ts';

/** As the command starts its own server: trees that live long are copied less, and typing waits less for that. */
const execArgv = ['--max-semi-space-size=2', '--initial-old-space-size=400'];

/** The server as a process of its own. */
export const desktopClient: MakeClient = async ({ extensionUri, options }) => {
  const module = Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc, options: { execArgv } };
  return new LanguageClient('mirrorwright', 'Mirrorwright', { run, debug: run }, options);
};
