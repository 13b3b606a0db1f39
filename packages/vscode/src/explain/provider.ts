import { parseAnyTarget } from '@mirrorwright/core';
import {
  type Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { explanationLanguage } from '../manifest/kinds.ts';
import { onFilesChange } from '../workspace/changes.ts';
import { documentFor } from '../workspace/document.ts';
import { givenWith } from '../workspace/given.ts';
import { targetsOf } from '../workspace/targets.ts';
import { type ExplainedPull, explainPull } from './explanation.ts';

export const explainScheme = 'mirrorwright-explain';

interface Question {
  readonly source: string;
  readonly reference: string;
}

interface Answer extends ExplainedPull {
  readonly uri: (path: string) => Uri | undefined;
}

const quietMs = 150;

export interface Explanations extends Disposable {
  /** Reads the files again for an explanation that may be shown already. */
  refresh(uri: Uri): void;
}

/** Explanations as read-only documents with links. They follow what is typed in the files they are about. */
export function registerExplanations(): Explanations {
  const changes = new EventEmitter<Uri>();
  const answers = new Map<string, readonly Answer[]>();
  const provideTextDocumentContent = async (uri: Uri): Promise<string> => {
    const question = questionOf(uri);
    if (question === undefined) return '';
    const found = await answer(question);
    answers.set(uri.toString(), found);
    return found.map(({ text }) => text).join(separator);
  };
  const provideDocumentLinks = (document: TextDocument): DocumentLink[] =>
    linksOf(document, answers.get(document.uri.toString()) ?? []);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    for (const { uri } of workspace.textDocuments) if (uri.scheme === explainScheme) changes.fire(uri);
  };
  const disposables = [
    workspace.registerTextDocumentContentProvider(explainScheme, {
      onDidChange: changes.event,
      provideTextDocumentContent,
    }),
    languages.registerDocumentLinkProvider({ scheme: explainScheme }, { provideDocumentLinks }),
    onFilesChange(() => {
      clearTimeout(timer);
      timer = setTimeout(refresh, quietMs);
    }),
    workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
      // a change of the language is told as a close too
      if (isClosed) answers.delete(uri.toString());
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('mirrorwright')) refresh();
    }),
    changes,
  ];
  return {
    refresh: (uri) => changes.fire(uri),
    dispose: () => {
      clearTimeout(timer);
      for (const each of disposables) each.dispose();
    },
  };
}

const separator = `\n${'-'.repeat(72)}\n\n`;

/** One answer for each target of the file. */
async function answer({ source, reference }: Question): Promise<readonly Answer[]> {
  const document = await workspace.openTextDocument(Uri.parse(source, true));
  const given = await givenWith(document);
  return targetsOf(document).flatMap((id) => {
    const target = parseAnyTarget(id);
    if (!target.ok) return [];
    return [{ ...explainPull({ files: given.files, target: target.target, reference }), uri: given.uri }];
  });
}

function linksOf(document: TextDocument, answers: readonly Answer[]): DocumentLink[] {
  let offset = 0;
  return answers.flatMap(({ text, links, uri }) => {
    const base = offset;
    offset += text.length + separator.length;
    return links.flatMap(({ start, end, path, line }) => {
      const file = uri(path);
      if (file === undefined) return [];
      const range = new Range(document.positionAt(base + start), document.positionAt(base + end));
      return [new DocumentLink(range, file.with({ fragment: `L${line + 1}` }))];
    });
  });
}

function uriOf({ source, reference }: Question): Uri {
  const name = reference.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 80);
  return Uri.from({
    scheme: explainScheme,
    path: `/${name}.txt`,
    query: JSON.stringify({ source, reference }),
  });
}

function questionOf({ query }: Uri): Question | undefined {
  try {
    const { source, reference } = JSON.parse(query) as Partial<Question>;
    return typeof source === 'string' && typeof reference === 'string' ? { source, reference } : undefined;
  } catch {
    return undefined;
  }
}

/** [uri?, reference?, 'as given'?]: asks for the image, with the named one as a proposal, and shows the answer beside. */
export async function explainCommand(explanations: Explanations, args: readonly unknown[]): Promise<void> {
  const document = await documentFor(args[0]);
  if (document === undefined) {
    window.showInformationMessage(
      'Open a registries.conf, a mirror policy or a resource of OpenShift first.',
    );
    return;
  }
  const given = typeof args[1] === 'string' ? args[1] : undefined;
  const reference = given !== undefined && args[2] === 'as given' ? given : await askFor(given);
  if (reference === undefined) return;
  const uri = uriOf({ source: document.uri.toString(), reference });
  explanations.refresh(uri);
  const answered = await workspace.openTextDocument(uri);
  const shown =
    answered.languageId === explanationLanguage
      ? answered
      : await languages.setTextDocumentLanguage(answered, explanationLanguage);
  await window.showTextDocument(shown, {
    viewColumn: ViewColumn.Beside,
    preserveFocus: false,
    preview: true,
  });
}

let last = 'docker.io/library/nginx:1.25';

async function askFor(value: string | undefined): Promise<string | undefined> {
  const answered = await window.showInputBox({
    title: 'Explain a Pull',
    prompt: 'The image, as you would name it to the reader',
    value: value ?? last,
    placeHolder: 'quay.io/acme/web:1.0',
    validateInput: (text) => (text.trim() === '' ? 'Write the name of an image.' : undefined),
  });
  const reference = answered?.trim();
  if (reference !== undefined) last = reference;
  return reference;
}
