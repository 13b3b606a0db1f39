/** The entry for a web worker. Files are asked of the client: `mirrorwright/listFiles` and `mirrorwright/readFile`. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { FileSource } from './file-source.ts';
import { serve } from './serve.ts';

declare const self: DedicatedWorkerGlobalScope;
declare const MIRRORWRIGHT_VERSION: string;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

const files: FileSource = {
  list: (folder, { deep }) =>
    connection.sendRequest<readonly string[]>('mirrorwright/listFiles', { folder, deep }),
  read: async (uri) =>
    (await connection.sendRequest<string | null>('mirrorwright/readFile', { uri })) ?? undefined,
};

serve({ connection, files, version: MIRRORWRIGHT_VERSION });
