import { serve } from '@mirrorwright/language-server';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

declare const MIRRORWRIGHT_VERSION: string;

// how to reach the client stands in the arguments that the client starts this with
const connection = createConnection(ProposedFeatures.all);

serve({
  connection,
  version: MIRRORWRIGHT_VERSION,
  files: {
    list: (folder, { deep }) =>
      connection.sendRequest<readonly string[]>('mirrorwright/listFiles', { folder, deep }),
    read: async (uri) =>
      (await connection.sendRequest<string | null>('mirrorwright/readFile', { uri })) ?? undefined,
  },
});
