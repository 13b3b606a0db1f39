import { docsAddress, renderExplanationText, rules } from '@mirrorwright/core';
import {
  ErrorCodes,
  MessageType,
  type Range,
  ResponseError,
  type ShowDocumentParams,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { commands } from '../features/commands.ts';
import { nodeFiles } from '../features/node-files.ts';
import type { DocumentView } from '../node/document-view.ts';
import { normalUri } from '../node/uri.ts';
import type { Session } from './session.ts';

type Arguments = readonly unknown[];

const handlers: ReadonlyMap<string, (session: Session, args: Arguments) => Promise<unknown>> = new Map([
  [commands.openRule, openRule],
  [commands.explainPull, explainPull],
  [commands.previewNodeFiles, previewNodeFiles],
  [commands.showPlace, showPlace],
]);

/**
 * Carries out a command for clients that do not do it themselves. What there is to read is answered, and shown as a message.
 * @throws ResponseError for unknown commands and wrong arguments.
 */
export async function runCommand(session: Session, command: string, args: Arguments): Promise<unknown> {
  const handler = handlers.get(command);
  if (handler === undefined)
    throw new ResponseError(ErrorCodes.MethodNotFound, `The command ${command} does not exist.`);
  return handler(session, args);
}

function wrong(what: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, what);
}

async function openRule(session: Session, [code]: Arguments): Promise<unknown> {
  const meta = rules.find((rule) => rule.meta.code === code)?.meta;
  if (meta === undefined) throw wrong('The argument is the code of a rule, such as MW201.');
  const address = docsAddress(meta.code);
  if (await shows(session, { uri: address, external: true })) return address;
  await tell(
    session,
    `${meta.code} ${meta.name}: ${meta.summary} ${address} (offline: mirrorwright rules ${meta.code})`,
  );
  return address;
}

async function explainPull(session: Session, [uri, reference]: Arguments): Promise<string> {
  const view = await viewOf(session, uri);
  if (typeof reference !== 'string')
    throw wrong('The arguments are the URI of a document and an image reference.');
  const explanation = view.node.explain(reference);
  if (explanation === undefined)
    return tell(session, 'The operator makes no files of these resources; see the errors in them.');
  const lineOf = (origin: {
    readonly path: string;
    readonly span: { readonly start: number };
  }): number | undefined => {
    const line = view.node.lines(origin.path)?.position(origin.span.start).line;
    return line === undefined ? undefined : line + 1;
  };
  return tell(session, renderExplanationText(explanation, lineOf, false));
}

async function previewNodeFiles(session: Session, [uri]: Arguments): Promise<string> {
  const text = nodeFiles(await viewOf(session, uri));
  if (text === undefined)
    throw wrong('Node files are made of mirror policies and of resources of OpenShift.');
  return tell(session, text);
}

/** A message that asks for no answer: clients that cannot ask would refuse one that does. */
async function tell({ connection }: Session, text: string): Promise<string> {
  await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: text });
  return text;
}

async function shows({ connection, client }: Session, what: ShowDocumentParams): Promise<boolean> {
  if (!client.showsDocuments) return false;
  try {
    return (await connection.window.showDocument(what)).success;
  } catch {
    // a client that refuses has not shown it
    return false;
  }
}

async function viewOf({ workspace }: Session, uri: unknown): Promise<DocumentView> {
  const view = typeof uri === 'string' ? await workspace.view(uri) : undefined;
  if (view === undefined) throw wrong('The first argument is the URI of a document that is known here.');
  return view;
}

async function showPlace(session: Session, [uri, range]: Arguments): Promise<boolean> {
  if (typeof uri !== 'string') throw wrong('The arguments are a URI and a range.');
  const shown = session.open.get(normalUri(uri))?.uri ?? uri;
  return shows(session, { uri: shown, takeFocus: true, ...(isRange(range) && { selection: range }) });
}

function isRange(value: unknown): value is Range {
  const range = value as Partial<Range> | null | undefined;
  return [range?.start?.line, range?.start?.character, range?.end?.line, range?.end?.character].every(
    (part) => Number.isInteger(part) && Number(part) >= 0,
  );
}
