import {
  commands,
  EventEmitter,
  type ExtensionContext,
  type TextDocument,
  type TreeDataProvider,
  type TreeItem,
  window,
  workspace,
} from 'vscode';
import { commandEntries, dialectKey } from '../manifest/commands.ts';
import { viewEntries } from '../manifest/views.ts';
import { dialectOf } from './recognise.ts';

/** Everything behind the stub. It starts when a file of ours is open, or when a command is called. */
export interface Main {
  run(command: string, args: readonly unknown[]): unknown;
  /** What a view of ours shows; undefined where there is nothing to push from. */
  tree(view: string): Promise<TreeDataProvider<unknown> | undefined>;
  stop(): Promise<void>;
}

export interface MainModule {
  start(context: ExtensionContext): Promise<Main>;
}

/** What `activate` gives to others: nothing that acts. */
export interface PublicSurface {
  /** Whether the rest of the extension has been loaded. */
  isStarted(): boolean;
}

export interface Stub {
  readonly surface: PublicSurface;
  stop(): Promise<void>;
}

/** How long nobody may type before a file is tested again. */
const quietMs = 300;

/** Watches open files, and loads the rest for the first one of ours. */
export function startStub(context: ExtensionContext, load: () => Promise<MainModule>): Stub {
  let started: Promise<Main> | undefined;
  const main = (): Promise<Main> => {
    started ??= load().then(({ start }) => start(context));
    return started;
  };
  const look = (document: TextDocument): void => {
    if (started === undefined && dialectOf(document) !== undefined) void main();
  };
  const showDialect = (): void => {
    const document = window.activeTextEditor?.document;
    const dialect = document === undefined ? undefined : dialectOf(document);
    void commands.executeCommand('setContext', dialectKey, dialect ?? '');
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  context.subscriptions.push(
    ...commandEntries.map(({ id }) =>
      commands.registerCommand(id, async (...args: unknown[]) => (await main()).run(id, args)),
    ),
    ...viewEntries.map(({ id }) => window.registerTreeDataProvider(id, laterTree(id, main))),
    workspace.onDidOpenTextDocument((document) => {
      look(document);
      if (document === window.activeTextEditor?.document) showDialect();
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document !== window.activeTextEditor?.document) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        look(document);
        showDialect();
      }, quietMs);
    }),
    window.onDidChangeActiveTextEditor(showDialect),
    { dispose: () => clearTimeout(timer) },
  );
  workspace.textDocuments.forEach(look);
  showDialect();
  return {
    surface: { isStarted: () => started !== undefined },
    stop: async () => (await started)?.stop(),
  };
}

/** A view whose lines come from what is loaded once somebody looks at it. */
function laterTree(view: string, main: () => Promise<Main>): TreeDataProvider<unknown> {
  const changes = new EventEmitter<unknown>();
  let tree: Promise<TreeDataProvider<unknown> | undefined> | undefined;
  const load = async (): Promise<TreeDataProvider<unknown> | undefined> => {
    const loaded = await (await main()).tree(view);
    loaded?.onDidChangeTreeData?.((element) => changes.fire(element));
    return loaded;
  };
  const loaded = (): Promise<TreeDataProvider<unknown> | undefined> => {
    tree ??= load();
    return tree;
  };
  return {
    onDidChangeTreeData: changes.event,
    getChildren: async (element) => (await loaded())?.getChildren(element) ?? [],
    // an element was given by getChildren, so there is a tree
    getTreeItem: async (element): Promise<TreeItem> => (await loaded())!.getTreeItem(element),
  };
}
