import { Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { MakeClient } from './options.ts';

/** The server as a web worker. */
export const webClient: MakeClient = async ({ extensionUri, options }) => {
  const script = Uri.joinPath(extensionUri, 'dist', 'web', 'server.js');
  return new LanguageClient('mirrorwright', 'Mirrorwright', new Worker(await addressOf(script)), options);
};

/** The editor starts no worker from a script of another machine: that one is read first. */
async function addressOf(script: Uri): Promise<string> {
  if (script.scheme !== 'vscode-remote') return script.toString(true);
  const text = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([new Uint8Array(text)], { type: 'text/javascript' }));
}
