import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileSource } from './file-source.ts';
import { folderUri, normalUri } from './node/uri.ts';
import { capabilitiesFor } from './server/capabilities.ts';
import { type Client, readClient } from './server/client.ts';
import { type Diagnoser, pusher } from './server/diagnostics.ts';
import { disk as diskOf } from './server/disk.ts';
import { openFiles } from './server/open-files.ts';
import { refresher } from './server/refresh.ts';
import { handleRequests } from './server/requests.ts';
import type { Session } from './server/session.ts';
import { readServerSettings } from './server/settings.ts';
import { workspace as workspaceOf } from './server/workspace.ts';

export interface ServeOptions {
  readonly connection: Connection;
  readonly files: FileSource;
  readonly version: string;
}

export interface Served {
  /** Whether the client has said `shutdown`, as it has to before it goes. */
  isShutDown(): boolean;
}

/** Serves a client until it closes the connection. The face that starts it brings the connection and the files. */
export function serve({ connection, files, version }: ServeOptions): Served {
  const documents = new TextDocuments(TextDocument);
  const open = openFiles(documents);
  const disk = diskOf(files);
  const state: State = {
    settings: readServerSettings(undefined).settings,
    folders: [],
    diagnosers: [],
    isShutDown: false,
  };
  const folders = (): readonly string[] => state.folders;
  const settings = (): State['settings'] => state.settings;
  const workspace = workspaceOf({ open, disk, folders, settings });
  const isShutDown = (): boolean => state.isShutDown;
  connection.onRequest((method) => {
    if (state.client === undefined)
      throw new ResponseError(ErrorCodes.ServerNotInitialized, `${method} before initialize.`);
    throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
  });
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    if (state.client !== undefined)
      throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized already.');
    const client = readClient(params);
    begin({ connection, client, open, disk, workspace, folders, settings, isShutDown }, state);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'mirrorwright', version } };
  });
  connection.onShutdown(() => {
    state.isShutDown = true;
    for (const one of state.diagnosers) one.stop();
  });
  watchDocuments({ documents, disk, state });
  watchWorld({ connection, disk, state });
  documents.listen(connection);
  connection.listen();
  return { isShutDown };
}

function begin(session: Session, state: State): void {
  const { connection, client } = session;
  state.client = client;
  state.folders = client.folders;
  takeSettings(connection, state, client.initial);
  handleRequests(session);
  state.diagnosers = [...(client.pulls ? [] : [pusher(session)]), refresher(session)];
  connection.onInitialized(() =>
    started(session, state).catch((error: unknown) => refused(connection, error)),
  );
}

interface State {
  settings: ReturnType<typeof readServerSettings>['settings'];
  folders: readonly string[];
  diagnosers: readonly Diagnoser[];
  isShutDown: boolean;
  client?: Client;
}

function changed({ diagnosers }: State, what?: 'text'): void {
  for (const one of diagnosers) one.changed(what);
}

function refused(connection: Connection, error: unknown): void {
  connection.console.warn(`The client refused: ${String(error)}`);
}

/** A client that has no settings of ours any more has those that it gave at the start. */
function takeSettings(connection: Connection, state: State, given: unknown): void {
  const { settings, problems } = readServerSettings(given ?? state.client?.initial);
  state.settings = settings;
  for (const problem of problems) connection.console.warn(problem);
}

/** After the handshake: what changes the settings and the files is asked to be told. A client may refuse any of it. */
async function started(session: Session, state: State): Promise<void> {
  const { connection, client } = session;
  if (client.changesFolders) followFolders(connection, state);
  changed(state);
  await fetchSettings(connection, state).catch((error: unknown) => refused(connection, error));
  changed(state);
  if (client.registersConfiguration)
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'mirrorwright' });
  if (!client.watches) return;
  // of a folder that goes some clients tell, and not of the files in it
  const patterns = [
    '**/*.{conf,toml,json,yaml,yml}',
    '**/registries*.conf.d',
    '**/registries*.conf.d/*',
    '**/containers',
  ];
  const watchers = patterns.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function followFolders(connection: Connection, state: State): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => folderUri(uri)));
    const kept = state.folders.filter((folder) => !gone.has(folder));
    state.folders = [...kept, ...added.map(({ uri }) => folderUri(uri))];
    changed(state);
  });
}

async function fetchSettings(connection: Connection, state: State): Promise<void> {
  if (!state.client?.configuration) return;
  const given: unknown = await connection.workspace.getConfiguration('mirrorwright');
  takeSettings(connection, state, given);
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
  documents.onDidChangeContent(() => changed(state, 'text'));
  // clients that watch no files, or none outside of the workspace, tell at least this much of them
  const reread = ({ document }: { readonly document: TextDocument }): void => {
    disk.forgetBeside(normalUri(document.uri));
    changed(state);
  };
  documents.onDidOpen(reread);
  documents.onDidSave(reread);
  documents.onDidClose(reread);
}

function watchWorld({ connection, disk, state }: Watched & { readonly connection: Connection }): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) disk.forget(normalUri(uri));
    changed(state);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    const own = (settings as { readonly mirrorwright?: unknown } | null | undefined)?.mirrorwright;
    if (state.client?.configuration) await fetchSettings(connection, state).catch(() => undefined);
    else takeSettings(connection, state, own);
    changed(state);
  });
}
