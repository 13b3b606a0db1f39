import {
  CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import type { Client } from './client.ts';
import type { Disk } from './disk.ts';
import type { OpenFiles } from './open-files.ts';
import type { ServerSettings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** What the parts of a running server share. */
export interface Session {
  readonly connection: Connection;
  readonly client: Client;
  readonly open: OpenFiles;
  readonly disk: Disk;
  readonly workspace: Workspace;
  readonly folders: () => readonly string[];
  readonly settings: () => ServerSettings;
  /** Whether the client has said `shutdown`: no request may follow. */
  readonly isShutDown: () => boolean;
}

/** Lets what waits be taken first: a change or a cancellation makes the work that follows needless. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Answers a request about a document. Work that was cancelled or is about an older text is dropped. */
export async function answer<T>(
  session: Session,
  uri: string,
  token: CancellationToken,
  work: (view: DocumentView) => T | Promise<T>,
  nothing: T,
): Promise<T> {
  stopIfShutDown(session);
  await nextTurn();
  stopIfCancelled(token);
  const version = session.open.version(uri);
  const view = await session.workspace.view(uri);
  stopIfCancelled(token);
  const result = view === undefined ? nothing : await work(view);
  if (session.open.version(uri) !== version)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The document changed meanwhile.');
  return result;
}

/** Answers a request for edits, which may be of other documents too: none of them may have changed meanwhile. */
export const answerEdits: typeof answer = async (session, ...rest) => {
  const revision = session.open.revision();
  const result = await answer(session, ...rest);
  if (session.open.revision() !== revision)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'A document changed meanwhile.');
  return result;
};

/** @throws ResponseError once the client has said `shutdown`. */
export function stopIfShutDown({ isShutDown }: Pick<Session, 'isShutDown'>): void {
  if (isShutDown()) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is shut down.');
}

export function stopIfCancelled(token: CancellationToken = CancellationToken.None): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
