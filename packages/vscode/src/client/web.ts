import { Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { MakeClient } from './options.ts';

/** The server as a web worker. */
export const webClient: MakeClient = ({ extensionUri, options }) => {
  const worker = new Worker(Uri.joinPath(extensionUri, 'dist', 'web', 'server.js').toString(true));
  return new LanguageClient('mirrorwright', 'Mirrorwright', worker, options);
};
