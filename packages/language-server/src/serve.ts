import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileSource } from './file-source.ts';
import { normalUri } from './node/uri.ts';
import { capabilitiesFor } from './server/capabilities.ts';
import { type Client, readClient } from './server/client.ts';
import { type Diagnoser, pullRefresher, pusher } from './server/diagnostics.ts';
import { disk as diskOf } from './server/disk.ts';
import { openFiles } from './server/open-files.ts';
import { type Refresher, refresher } from './server/refresh.ts';
import { handleRequests } from './server/requests.ts';
import type { Session } from './server/session.ts';
import { readServerSettings } from './server/settings.ts';
import { workspace as workspaceOf } from './server/workspace.ts';

export interface ServeOptions {
  readonly connection: Connection;
  readonly files: FileSource;
  readonly version: string;
}

/** Serves a client until it closes the connection. The face that starts it brings the connection and the files. */
export function serve({ connection, files, version }: ServeOptions): void {
  const documents = new TextDocuments(TextDocument);
  const open = openFiles(documents);
  const disk = diskOf(files);
  const state: State = {
    settings: readServerSettings(undefined).settings,
    folders: [],
    diagnoser: undefined,
    refresher: undefined,
  };
  const workspace = workspaceOf({ open, disk, folders: () => state.folders, settings: () => state.settings });
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const client = readClient(params);
    state.folders = client.folders;
    takeSettings(connection, state, client.initial);
    const session: Session = {
      connection,
      client,
      open,
      disk,
      workspace,
      folders: () => state.folders,
      settings: () => state.settings,
    };
    handleRequests(session);
    state.diagnoser = client.pulls ? pullRefresher(session) : pusher(session);
    state.refresher = refresher(session);
    connection.onInitialized(() =>
      started(session, state).catch((error: unknown) =>
        connection.console.warn(`The client refused: ${String(error)}`),
      ),
    );
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'mirrorwright', version } };
  });
  connection.onShutdown(() => {
    state.diagnoser?.stop();
    state.refresher?.stop();
  });
  watchDocuments({ documents, disk, state });
  watchWorld({ connection, disk, state });
  documents.listen(connection);
  connection.listen();
}

interface State {
  settings: ReturnType<typeof readServerSettings>['settings'];
  folders: readonly string[];
  diagnoser: Diagnoser | undefined;
  refresher: Refresher | undefined;
  client?: Client;
}

function takeSettings(connection: Connection, state: State, given: unknown): void {
  const { settings, problems } = readServerSettings(given);
  state.settings = settings;
  for (const problem of problems) connection.console.warn(problem);
}

/** What is found and shown may be another now. */
function worldChanged({ diagnoser, refresher: shown }: State, what: 'typing' | 'world' = 'world'): void {
  diagnoser?.changed();
  shown?.changed(what);
}

/** After the handshake: what changes the settings and the files is asked to be told. A client may refuse any of it. */
async function started(session: Session, state: State): Promise<void> {
  const { connection, client } = session;
  state.client = client;
  if (client.changesFolders) followFolders(connection, state);
  worldChanged(state);
  await fetchSettings(connection, state);
  worldChanged(state);
  if (client.registersConfiguration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'mirrorwright' });
  if (!client.watches) return;
  const patterns = ['**/*.{conf,toml,json,yaml,yml}', '**/registries*.conf.d/*'];
  const watchers = patterns.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function followFolders(connection: Connection, state: State): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => folderUri(uri)));
    const kept = state.folders.filter((folder) => !gone.has(folder));
    state.folders = [...kept, ...added.map(({ uri }) => folderUri(uri))];
    worldChanged(state);
  });
}

function folderUri(uri: string): string {
  return normalUri(uri).replace(/\/+$/, '');
}

async function fetchSettings(connection: Connection, state: State): Promise<void> {
  if (!state.client?.configuration) return;
  const given: unknown = await connection.workspace.getConfiguration('mirrorwright');
  // a client without settings of ours must not undo what it gave at the start
  if (given !== null && given !== undefined) takeSettings(connection, state, given);
}

interface Watched {
  readonly disk: ReturnType<typeof diskOf>;
  readonly state: State;
}

function watchDocuments({
  documents,
  disk,
  state,
}: Watched & { readonly documents: TextDocuments<TextDocument> }): void {
  documents.onDidChangeContent(() => worldChanged(state, 'typing'));
  // clients that watch no files, or none outside of the workspace, tell at least this much of them
  const reread = ({ document }: { readonly document: TextDocument }): void => {
    disk.forgetBeside(normalUri(document.uri));
    worldChanged(state);
  };
  documents.onDidOpen(reread);
  documents.onDidSave(reread);
  documents.onDidClose(reread);
}

function watchWorld({ connection, disk, state }: Watched & { readonly connection: Connection }): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) disk.forget(normalUri(uri));
    worldChanged(state);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    const own = (settings as { readonly mirrorwright?: unknown } | null | undefined)?.mirrorwright;
    if (state.client?.configuration) await fetchSettings(connection, state).catch(() => undefined);
    else takeSettings(connection, state, own);
    worldChanged(state);
  });
}
