import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { FileSource } from '../file-source.ts';
import { serve } from '../serve.ts';

export interface InMemoryOptions {
  /** The disk: text by URI. */
  readonly disk: ReadonlyMap<string, string>;
  readonly capabilities?: object;
  readonly folders?: readonly string[];
  readonly options?: object;
  /** Called before a file is read or a folder listed, which waits for it. */
  readonly before?: () => Promise<void>;
  /** Sees what the server asks and tells, before the handshake. */
  readonly prepare?: (connection: ProtocolConnection) => void;
  /** What is asked before the handshake, which waits for it. */
  readonly early?: (connection: ProtocolConnection) => Promise<void>;
}

/** A server in this process with files in memory, and the client's end of the connection. */
export async function inMemory({
  disk,
  capabilities = {},
  folders = [],
  options = {},
  before = async () => {},
  prepare = () => {},
  early = async () => {},
}: InMemoryOptions): Promise<ProtocolConnection> {
  const files: FileSource = {
    list: async (folder, { deep }) => {
      await before();
      const below = [...disk.keys()].filter((uri) => uri.startsWith(`${folder}/`));
      return deep ? below : below.filter((uri) => !uri.slice(folder.length + 1).includes('/'));
    },
    read: async (uri) => {
      const text = disk.get(uri);
      await before();
      return text;
    },
  };
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  serve({ connection: server, files, version: '0' });
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  prepare(client);
  client.listen();
  await early(client);
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    capabilities,
    initializationOptions: { debounce: 0, ...options },
  });
  await client.sendNotification('initialized', {});
  return client;
}
