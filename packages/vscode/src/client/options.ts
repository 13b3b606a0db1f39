import { commands, extensions, type LogOutputChannel, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  type ConfigurationParams,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import { commandEntries } from '../manifest/commands.ts';
import { servedLanguages } from '../manifest/kinds.ts';
import { besideOthers } from './beside-others.ts';
import { listFiles, readFile } from './files.ts';

/** Starts the language server and talks to it. Desktop and browser differ in how it runs. */
export type MakeClient = (context: ClientContext) => Promise<BaseLanguageClient>;

export interface ClientContext {
  readonly extensionUri: import('vscode').Uri;
  readonly options: LanguageClientOptions;
}

/** Extensions that serve a language by themselves: what they tell of its syntax is not told again. */
const others: readonly (readonly [language: string, extensions: readonly string[]])[] = [
  ['yaml', ['redhat.vscode-yaml']],
  ['json', ['vscode.json-language-features']],
  ['toml', ['tamasfe.even-better-toml', 'tombi-toml.tombi']],
];

/** Languages that an installed extension serves. */
export function servedByOthers(): readonly string[] {
  return others
    .filter(([, ids]) => ids.some((id) => extensions.getExtension(id) !== undefined))
    .map(([language]) => language);
}

/** What desktop and browser have in common. */
export function clientOptions(log: LogOutputChannel): LanguageClientOptions {
  const schemes = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', ...folderSchemes()]);
  return {
    documentSelector: servedLanguages.flatMap((language) =>
      [...schemes].map((scheme) => ({ language, scheme })),
    ),
    outputChannel: log,
    // what goes wrong is in the log and in the status of the language: it interrupts nobody
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: {
      settings: withOthers(workspace.getConfiguration('mirrorwright')),
      clientCommands: commandEntries.map(({ id }) => id),
    },
    middleware: {
      ...besideOthers((language) => servedByOthers().includes(language)),
      workspace: {
        configuration: async (params: ConfigurationParams, token, next) => {
          const answers = await next(params, token);
          if (!Array.isArray(answers)) return answers;
          return answers.map((answer, index) =>
            params.items[index]?.section === 'mirrorwright' ? withOthers(answer) : answer,
          );
        },
      },
    },
    markdown: { isTrusted: false, supportHtml: false },
  };
}

function folderSchemes(): readonly string[] {
  return (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
}

function withOthers(settings: unknown): unknown {
  // what the editor gives has functions among its values, and a worker takes none
  const given = JSON.parse(JSON.stringify(settings ?? {})) as Readonly<Record<string, unknown>>;
  return { ...given, servedByOthers: servedByOthers() };
}

/** Answers what the server asks beyond the protocol. */
export function answerRequests(client: BaseLanguageClient): void {
  client.onRequest('mirrorwright/listFiles', listFiles);
  client.onRequest('mirrorwright/readFile', readFile);
}

/** Applies every safe fix to the document in front. */
export async function fixAll(): Promise<void> {
  await commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.mirrorwright',
    apply: 'first',
  });
}
