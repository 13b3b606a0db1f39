import { readDocument, schemaNamed, schemaNameOf } from '@mirrorwright/core';
import {
  Disposable,
  extensions,
  type LogOutputChannel,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { dialectOf, schemaScheme } from '../stub/recognise.ts';

/** What the YAML extension gives to others. Source: redhat-developer/vscode-yaml, src/schema-extension-api.ts. */
interface YamlExtension {
  registerContributor(
    scheme: string,
    /** Address of the schema of a document; undefined leaves it to the next contributor and to its settings. */
    requestSchema: (document: string) => string | undefined,
    requestSchemaContent: (address: string) => string | undefined,
  ): boolean;
}

const yamlExtension = 'redhat.vscode-yaml';

/**
 * Offers schemas to the YAML extension, for documents whose content is ours whatever they are called. That extension wakes up
 * for any YAML file by itself; it is waited for when the first one of ours is there, and left alone before.
 */
export function offerYamlSchemas(log: LogOutputChannel): Disposable {
  let isOffered = false;
  const look = (document: TextDocument): void => {
    if (isOffered || document.languageId !== 'yaml') return;
    const extension = extensions.getExtension<Partial<YamlExtension> | undefined>(yamlExtension);
    if (extension === undefined || dialectOf(document) === undefined) return;
    isOffered = true;
    Promise.resolve(extension.activate()).then(
      (api) => api?.registerContributor?.(schemaScheme, schemaAddress, schemaText),
      (error: unknown) => log.warn(`the YAML extension takes no schemas: ${String(error)}`),
    );
  };
  workspace.textDocuments.forEach(look);
  return Disposable.from(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidSaveTextDocument(look),
    window.onDidChangeActiveTextEditor((editor) => editor && look(editor.document)),
    // the link to the schema that hovers of that extension have
    workspace.registerTextDocumentContentProvider(schemaScheme, {
      provideTextDocumentContent: (uri) => schemaText(uri.toString()),
    }),
  );
}

interface Answer {
  readonly version: number;
  readonly address: string | undefined;
}

const answers = new WeakMap<TextDocument, Answer>();

/** Asked for each request about a document: a text is read once. */
function schemaAddress(resource: string): string | undefined {
  const document = workspace.textDocuments.find(
    ({ uri }) => uri.toString() === Uri.parse(resource).toString(),
  );
  if (document === undefined) return undefined;
  const { version } = document;
  const known = answers.get(document);
  if (known?.version === version) return known.address;
  const answer: Answer = { version, address: addressFor(document) };
  answers.set(document, answer);
  return answer.address;
}

function addressFor(document: TextDocument): string | undefined {
  const dialect = dialectOf(document);
  if (dialect !== 'openshift' && dialect !== 'mirror-policy') return undefined;
  const path = document.uri.path;
  const result = readDocument(/\.ya?ml$/.test(path) ? path : `${path}.yaml`, document.getText());
  if ('skipped' in result) return undefined;
  const name = schemaNameOf(result.document);
  return name === undefined ? undefined : `${schemaScheme}://schema/${name}.json`;
}

function schemaText(address: string): string | undefined {
  const schema = schemaNamed(Uri.parse(address).path.replace(/^\/|\.json$/g, ''));
  return schema === undefined ? undefined : `${JSON.stringify(schema, null, 2)}\n`;
}
