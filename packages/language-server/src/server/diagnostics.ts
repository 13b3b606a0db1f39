import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { type DiagnosticOptions, diagnostics } from '../features/diagnostics.ts';
import type { DocumentView } from '../node/document-view.ts';
import { normalUri } from '../node/uri.ts';
import { answer, type Session, stopIfCancelled, stopIfShutDown } from './session.ts';
import { settingsDiagnostics } from './settings-diagnostics.ts';

/** Tells the client what is found: by being asked where it asks, else by itself some time after the last change. */
export interface Diagnoser {
  /** The text of a document changed, or one was opened or closed, or anything else that the findings depend on changed. */
  changed(what?: 'text'): void;
  stop(): void;
}

export function diagnosticOptions({ client, settings }: Session): DiagnosticOptions {
  const { related, links, tags } = client;
  return { related, links, tags, servedByOthers: settings().servedByOthers };
}

/** Sends diagnostics of the open documents, and of closed files of their nodes. */
export function pusher(session: Session): Diagnoser {
  const { connection } = session;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  /** What the client was told last, by URI. */
  const told = new Map<string, readonly Diagnostic[]>();
  const send = async (): Promise<void> => {
    const own = ++round;
    const found = await everything(session, () => own === round);
    if (own !== round) return;
    for (const [uri, { items, version }] of found) {
      if (told.get(uri) === items || (items.length === 0 && !told.has(uri) && version === null)) continue;
      told.set(uri, items);
      await connection.sendDiagnostics({
        uri,
        diagnostics: [...items],
        ...(version !== null && { version }),
      });
    }
    for (const uri of told.keys()) {
      if (found.has(uri)) continue;
      told.delete(uri);
      await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  };
  return {
    changed: () => {
      clearTimeout(timer);
      round++;
      timer = setTimeout(() => {
        send().catch((error: unknown) =>
          connection.console.error(`Diagnostics could not be made: ${String(error)}`),
        );
      }, session.settings().debounce);
    },
    stop: () => {
      clearTimeout(timer);
      round++;
    },
  };
}

interface Told {
  readonly items: readonly Diagnostic[];
  /** Null for closed files. */
  readonly version: number | null;
}

/** The diagnostics of open documents and of closed files of their nodes, each file once. */
async function everything(session: Session, goOn: () => boolean): Promise<ReadonlyMap<string, Told>> {
  const { open, workspace } = session;
  const found = new Map<string, Told>();
  for (const uri of open.uris()) {
    const version = open.version(uri);
    const view = await workspace.view(uri);
    if (!goOn()) return found;
    if (view === undefined) {
      const shown = open.get(uri)?.uri ?? uri;
      found.set(shown, { items: await otherDiagnostics(session, uri), version });
      continue;
    }
    found.set(view.uri, { items: itemsOf(view, session), version });
    for (const sibling of closedSiblings(view, session))
      found.set(sibling.uri, { items: itemsOf(sibling, session), version: null });
  }
  return found;
}

async function otherDiagnostics(session: Session, uri: string): Promise<readonly Diagnostic[]> {
  return settingsDiagnostics(uri, session.open.get(uri)?.getText() ?? '');
}

/** Made once for a node: asking again gives the same list. */
const madeItems = new WeakMap<object, Map<string, readonly Diagnostic[]>>();

function itemsOf(view: DocumentView, session: Session): readonly Diagnostic[] {
  const options = diagnosticOptions(session);
  const key = `${view.document.path}\n${view.languageId}\n${[...options.servedByOthers].join()}`;
  const ofNode = madeItems.get(view.node) ?? new Map<string, readonly Diagnostic[]>();
  madeItems.set(view.node, ofNode);
  const items = ofNode.get(key) ?? diagnostics(view, options);
  ofNode.set(key, items);
  return items;
}

function closedSiblings(view: DocumentView, { open }: Session): readonly DocumentView[] {
  return view.node.parsed.documents.flatMap((document): DocumentView[] => {
    const uri = view.node.uri(document.path);
    const lines = view.node.lines(document.path);
    if (uri === undefined || lines === undefined || document === view.document || open.get(uri) !== undefined)
      return [];
    return [{ uri, languageId: '', document, lines, node: view.node }];
  });
}

/** Names a list of diagnostics, so that the client can say which it has. */
const resultIds = new WeakMap<object, string>();
let lastId = 0;

function resultIdOf(items: readonly Diagnostic[]): string {
  const id = resultIds.get(items) ?? String(++lastId);
  resultIds.set(items, id);
  return id;
}

/** Answers the client that asks for the diagnostics of a document. */
export async function pulledDocument(
  session: Session,
  uri: string,
  previous: string | undefined,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const items = await answer(session, uri, token, (view) => itemsOf(view, session), undefined);
  const shown = items ?? (await otherDiagnostics(session, uri));
  const resultId = resultIdOf(shown);
  if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...shown] };
}

/** Answers the client that asks for those of all files: the closed ones of the nodes that are open. */
export async function pulledWorkspace(
  session: Session,
  previous: readonly { readonly uri: string; readonly value: string }[],
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  stopIfShutDown(session);
  const found = await everything(session, () => !token.isCancellationRequested);
  stopIfCancelled(token);
  const known = new Map(previous.map(({ uri, value }) => [normalUri(uri), value]));
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  for (const [uri, told] of found) {
    const resultId = resultIdOf(told.items);
    const { version } = told;
    if (known.get(normalUri(uri)) === resultId)
      items.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId });
    else
      items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...told.items] });
    known.delete(normalUri(uri));
  }
  for (const { uri } of previous) {
    if (known.has(normalUri(uri)))
      items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  return { items };
}
