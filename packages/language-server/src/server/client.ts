import type { InitializeParams } from 'vscode-languageserver';
import { folderUri } from '../node/uri.ts';

/** What the client can do, and where its workspace is. */
export interface Client {
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly related: boolean;
  readonly links: boolean;
  readonly tags: boolean;
  readonly versioned: boolean;
  readonly snippets: boolean;
  readonly hoverMarkdown: boolean;
  readonly completionMarkdown: boolean;
  readonly configuration: boolean;
  readonly watches: boolean;
  readonly registersConfiguration: boolean;
  readonly showsDocuments: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly changesFolders: boolean;
  readonly prepareRename: boolean;
  /** Commands that the client carries out itself. */
  readonly ownCommands: ReadonlySet<string>;
  /** Without a slash at their ends. */
  readonly folders: readonly string[];
  /** Settings given at the start. */
  readonly initial: unknown;
}

export function readClient({
  capabilities,
  initializationOptions,
  workspaceFolders,
  rootUri,
}: InitializeParams): Client {
  const { textDocument, workspace, window } = capabilities;
  const diagnostics = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic as
    | (typeof diagnostics & { relatedInformation?: boolean })
    | undefined;
  const completion = textDocument?.completion?.completionItem;
  const options = asRecord(initializationOptions);
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return {
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    related: (diagnostics?.relatedInformation ?? pulled?.relatedInformation) === true,
    links: (diagnostics?.codeDescriptionSupport ?? pulled?.codeDescriptionSupport) === true,
    tags: (diagnostics?.tagSupport ?? pulled?.tagSupport) !== undefined,
    versioned: workspace?.workspaceEdit?.documentChanges === true,
    snippets: completion?.snippetSupport === true,
    hoverMarkdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    completionMarkdown: completion?.documentationFormat?.includes('markdown') === true,
    configuration: workspace?.configuration === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    showsDocuments: window?.showDocument?.support === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    changesFolders: workspace?.workspaceFolders === true,
    prepareRename: textDocument?.rename?.prepareSupport === true,
    ownCommands: new Set(strings(options.clientCommands)),
    folders: folders.map(folderUri),
    initial: options.settings ?? options,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
