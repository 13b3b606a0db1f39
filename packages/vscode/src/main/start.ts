import { type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { answerRequests, clientOptions, fixAll, type MakeClient } from '../client/options.ts';
import { offerYamlSchemas } from '../client/yaml-schemas.ts';
import { explainCommand, registerExplanations } from '../explain/provider.ts';
import { newPolicy } from '../new-policy/quick-pick.ts';
import { compareTwoTargets, compareWithFolder, previewNodeFiles } from '../preview/commands.ts';
import { registerPreviews } from '../preview/provider.ts';
import type { PushPanel } from '../push/panel.ts';
import { registerStatus, selectTargets, showActions } from '../status/status.ts';
import type { ServerState } from '../status/text.ts';
import type { Main } from '../stub/stub.ts';
import { openRule, showPlace } from './places.ts';

/** Starts everything behind the stub. A server that does not start takes nothing else with it. */
export async function startMain(
  context: ExtensionContext,
  makeClient: MakeClient,
  startPanel?: (log: LogOutputChannel) => Promise<PushPanel>,
): Promise<Main> {
  const log = window.createOutputChannel('Mirrorwright', { log: true });
  const previews = registerPreviews();
  const explanations = registerExplanations();
  const status = registerStatus();
  const failed = (error: unknown): undefined => {
    log.error(`the language server did not start: ${error instanceof Error ? error.message : String(error)}`);
    status.serverIs('failed');
  };
  context.subscriptions.push(log, previews, status, explanations, offerYamlSchemas(log));
  const client = await makeClient({ extensionUri: context.extensionUri, options: clientOptions(log) }).catch(
    failed,
  );
  if (client !== undefined) {
    answerRequests(client);
    client.onDidChangeState(({ newState }) => status.serverIs(stateWords[newState] ?? 'stopped'));
  }
  const started = client?.start().catch(failed);
  const table: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
    'mirrorwright.newPolicy': newPolicy,
    'mirrorwright.previewNodeFiles': (args) => previewNodeFiles(previews, args),
    'mirrorwright.compareTargets': (args) => compareTwoTargets(previews, args),
    'mirrorwright.compareWithFolder': (args) => compareWithFolder(previews, args),
    'mirrorwright.explainPull': (args) => explainCommand(explanations, args),
    'mirrorwright.fixAll': fixAll,
    'mirrorwright.openRule': (args) => openRule(context.extensionUri, args),
    'mirrorwright.selectTargets': selectTargets,
    'mirrorwright.showActions': showActions,
    'mirrorwright.showPlace': showPlace,
    'mirrorwright.restartServer': () => client && restart(client),
    'mirrorwright.showLog': () => log.show(),
  };
  const panel = startPanel && lazily(() => startPanel(log), context);
  return {
    run: async (command, args) => {
      const own = table[command];
      if (own !== undefined) return own(args);
      if (panel === undefined) return void window.showInformationMessage(noMachine);
      return (await panel()).handlers[command]?.(args);
    },
    tree: async (view) => (await panel?.())?.trees[view],
    stop: async () => {
      await started;
      if (client?.isRunning()) await client.stop();
    },
  };
}

const stateWords: Readonly<Partial<Record<State, ServerState>>> = {
  [State.Running]: 'running',
  [State.Starting]: 'starting',
};

const noMachine = 'Nodes are reached from an extension host on a machine, which a browser is not.';

/** Starts it once, when it is first used. */
function lazily(
  start: () => Promise<PushPanel>,
  { subscriptions }: ExtensionContext,
): () => Promise<PushPanel> {
  let panel: Promise<PushPanel> | undefined;
  return () => {
    panel ??= start().then((started) => {
      subscriptions.push(started);
      return started;
    });
    return panel;
  };
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}
