import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const command = resolve(import.meta.dirname, '../../../tui/dist/mirrorwright.js');

/** A client that can show everything. */
export const ableClient: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

export interface StartOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: ClientCapabilities;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcessWithoutNullStreams;
  readonly result: InitializeResult;
  readonly folder: string;
  /** Everything that was published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  uri(path: string): string;
  open(path: string, text: string, languageId?: string): Promise<string>;
  change(uri: string, version: number, text: string): Promise<void>;
  /** Waits for diagnostics of a document that meet the condition. */
  diagnosed(
    uri: string,
    wanted?: (params: PublishDiagnosticsParams) => boolean,
  ): Promise<readonly Diagnostic[]>;
  stop(): Promise<number | null>;
}

/** Starts the built command in a folder with these files, and says hello. */
export async function startClient({
  files = {},
  capabilities = ableClient,
  options = {},
}: StartOptions = {}): Promise<TestClient> {
  const folder = mkdtempSync(join(tmpdir(), 'mirrorwright-lsp-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const child = spawn(process.execPath, [command, 'lsp', '--stdio'], { cwd: folder });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const board = publishBoard(connection);
  connection.listen();
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const result = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities,
    initializationOptions: { debounce: 20, ...options },
  });
  await connection.sendNotification('initialized', {});
  const ended = new Promise<number | null>((done) => child.on('exit', done));
  return {
    connection,
    child,
    result,
    folder,
    published: board.published,
    uri,
    diagnosed: board.wait,
    open: async (path, text, languageId = 'toml') => {
      const opened = uri(path);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: opened, languageId, version: 1, text },
      });
      return opened;
    },
    change: (changed, version, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: changed, version },
        contentChanges: [{ text }],
      }),
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await ended;
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

interface Board {
  readonly published: PublishDiagnosticsParams[];
  wait: TestClient['diagnosed'];
}

/** Keeps what is published, and tells whoever waits for it. */
function publishBoard(connection: ProtocolConnection): Board {
  const published: PublishDiagnosticsParams[] = [];
  let waiting: (() => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const wake of waiting.splice(0)) wake();
  });
  const wait: TestClient['diagnosed'] = async (uri, wanted = () => true) => {
    for (;;) {
      const last = published.findLast((params) => params.uri === uri);
      if (last !== undefined && wanted(last)) return last.diagnostics;
      await new Promise<void>((wake) => {
        waiting = [...waiting, wake];
      });
    }
  };
  return { published, wait };
}
