import {
  ErrorCodes,
  type Range,
  ResponseError,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { codeActions } from '../features/code-actions.ts';
import { codeLenses } from '../features/code-lenses.ts';
import { completion } from '../features/completion/completion.ts';
import { definition } from '../features/definition.ts';
import { foldingRanges } from '../features/folding.ts';
import { formatting } from '../features/formatting.ts';
import { hover } from '../features/hover.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { documentLinks } from '../features/links.ts';
import type { NamedFile } from '../features/names.ts';
import { documentSymbols } from '../features/outline.ts';
import { references } from '../features/references.ts';
import { prepareRename, rename } from '../features/rename.ts';
import type { EditOptions } from '../features/workspace-edits.ts';
import type { DocumentView } from '../node/document-view.ts';
import { runCommand } from './commands.ts';
import { diagnosticOptions, pulledDocument, pulledWorkspace } from './diagnostics.ts';
import { namedFiles } from './named-files.ts';
import { answer, answerEdits, type Session, stopIfCancelled, stopIfShutDown } from './session.ts';

/** Answers the requests of the client, each by a feature that knows nothing of the protocol's course. */
export function handleRequests(session: Session): void {
  answerLanguage(session);
  answerNames(session);
  answerStructure(session);
  const { connection } = session;
  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) =>
    pulledDocument(session, textDocument.uri, previousResultId, token),
  );
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) =>
    pulledWorkspace(session, previousResultIds, token),
  );
  connection.onExecuteCommand(({ command, arguments: args }) => {
    stopIfShutDown(session);
    return runCommand(session, command, args ?? []);
  });
}

function answerLanguage(session: Session): void {
  const { connection, client } = session;
  connection.onHover((params, token) =>
    answer(
      session,
      params.textDocument.uri,
      token,
      (view) => hover(view, offsetOf(view, params), { markdown: client.hoverMarkdown }) ?? null,
      null,
    ),
  );
  connection.onCompletion((params, token) =>
    answer(
      session,
      params.textDocument.uri,
      token,
      async (view) => {
        const files = await namesFor(session, view);
        stopIfCancelled(token);
        return completion(view, offsetOf(view, params), {
          snippets: client.snippets,
          markdown: client.completionMarkdown,
          files,
        });
      },
      [],
    ),
  );
  connection.onCodeAction(({ textDocument, range, context }, token) =>
    answerEdits(
      session,
      textDocument.uri,
      token,
      async (view) => {
        const settingsFile = await session.workspace.settingsFile(textDocument.uri);
        const options = {
          ...diagnosticOptions(session),
          ...editOptions(session),
          ...(settingsFile && { settingsFile }),
          ...(context.only && { only: context.only }),
        };
        return codeActions(view, range, options);
      },
      [],
    ),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    answer(
      session,
      textDocument.uri,
      token,
      (view) => (session.settings().codeLens ? codeLenses(view) : []),
      [],
    ),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    answer(
      session,
      textDocument.uri,
      token,
      (view) => (session.settings().inlayHints ? inlayHints(view, range) : []),
      [],
    ),
  );
}

function answerNames(session: Session): void {
  const { connection } = session;
  connection.onDefinition((params, token) =>
    answer(session, params.textDocument.uri, token, (view) => definition(view, offsetOf(view, params)), []),
  );
  connection.onReferences((params, token) =>
    answer(
      anew(session),
      params.textDocument.uri,
      token,
      async (view) => references(view, offsetOf(view, params), await namesFor(session, view)),
      [],
    ),
  );
  connection.onPrepareRename((params, token) =>
    answer(
      session,
      params.textDocument.uri,
      token,
      (view) => prepareRename(view, offsetOf(view, params)) ?? null,
      null,
    ),
  );
  connection.onRenameRequest((params, token) =>
    answerEdits(
      anew(session),
      params.textDocument.uri,
      token,
      async (view) => {
        const files = await namesFor(session, view);
        const renamed = rename(view, offsetOf(view, params), params.newName, files, editOptions(session));
        if (renamed.ok) return renamed.edit;
        throw new ResponseError(ErrorCodes.InvalidParams, renamed.message);
      },
      null,
    ),
  );
}

/** Reads all files anew first: an edit must not be made against a text that is gone. */
function anew(session: Session): Session {
  session.disk.forgetAll();
  return session;
}

function answerStructure(session: Session): void {
  const { connection } = session;
  const isServed = ({ languageId }: DocumentView): boolean =>
    session.settings().servedByOthers.has(languageId);
  connection.onDocumentSymbol(({ textDocument }, token) =>
    answer(session, textDocument.uri, token, (view) => (isServed(view) ? [] : documentSymbols(view)), []),
  );
  connection.onFoldingRanges(({ textDocument }, token) =>
    answer(session, textDocument.uri, token, (view) => (isServed(view) ? [] : foldingRanges(view)), []),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    answer(session, textDocument.uri, token, documentLinks, []),
  );
  const format = (
    uri: string,
    options: Parameters<typeof formatting>[1],
    token: Parameters<typeof answer>[2],
    range?: Range,
  ) => answer(session, uri, token, (view) => (isServed(view) ? [] : formatting(view, options, range)), []);
  connection.onDocumentFormatting(({ textDocument, options }, token) =>
    format(textDocument.uri, options, token),
  );
  connection.onDocumentRangeFormatting(({ textDocument, options, range }, token) =>
    format(textDocument.uri, options, token, range),
  );
}

function offsetOf({ lines }: DocumentView, { position }: TextDocumentPositionParams): number {
  return lines.offset(position);
}

function namesFor(
  { open, disk, folders, workspace }: Session,
  view: DocumentView,
): Promise<readonly NamedFile[]> {
  return namedFiles(view, { open, disk, folders, path: workspace.path });
}

function editOptions({ client, open }: Session): EditOptions {
  return { versioned: client.versioned, version: open.version };
}
