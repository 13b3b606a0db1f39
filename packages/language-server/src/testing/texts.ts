import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The text after edits, as a client would apply them. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);
}

export function editsOf(edit: WorkspaceEdit | undefined, uri: string): readonly TextEdit[] {
  const changes = edit?.documentChanges as readonly TextDocumentEdit[] | undefined;
  return (changes?.find((change) => change.textDocument?.uri === uri)?.edits ?? []) as readonly TextEdit[];
}

/** The position marked by `|`, and the text without it. */
export function marked(text: string): {
  readonly text: string;
  readonly position: { line: number; character: number };
} {
  const at = text.indexOf('|');
  const plain = text.replace('|', '');
  return { text: plain, position: TextDocument.create('', '', 0, plain).positionAt(at) };
}

export const conf: string = 'etc/containers/registries.conf';
export const dropIn: string = 'etc/containers/registries.conf.d/50-mirrors.conf';

export const mirrored: string = `[[registry]]
prefix = "docker.io"
location = "docker.io"

[[registry.mirror]]
location = "cache.corp.example/hub"
`;
