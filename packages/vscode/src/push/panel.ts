import {
  commands,
  Disposable,
  type ExtensionContext,
  ExtensionMode,
  type LogOutputChannel,
  RelativePattern,
  Uri,
  workspace,
} from 'vscode';
import type { Handler } from './actions/handler.ts';
import { historyActions } from './actions/history.ts';
import { nodeActions } from './actions/nodes.ts';
import { planActions } from './actions/plan.ts';
import { pushActions } from './actions/push.ts';
import { registerChangeDocuments } from './documents.ts';
import { type EditorParts, editorFace, editorWorld } from './editor-face.ts';
import { editorPerson } from './editor-person.ts';
import { knownNodes, nodesFile } from './nodes-file.ts';
import { type Panel, panelState, views } from './panel-state.ts';
import { personFor } from './person.ts';
import { runPooled } from './run-pooled.ts';
import { secretsIn } from './secrets.ts';
import { faultEntries, historyEntries, nodeEntries, planEntries } from './views/entries.ts';
import { type EntryTree, entryTree } from './views/tree.ts';

/** Everything of a push in the editor. */
export interface PushPanel extends Disposable {
  /** By the id of their view. */
  readonly trees: Readonly<Record<string, EntryTree>>;
  /** By the id of their command. */
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** Set while there is a plan, be it one that cannot be pushed. */
const planKey = 'mirrorwright.hasPlan';

/** Set while there is one that can. */
const pushKey = 'mirrorwright.canPush';

/** Set while a push or a rollback is under way. */
const busyKey = 'mirrorwright.isPushing';

/** Starts the views and the commands of a push. No connection is opened before somebody asks for one. */
export function startPanel(context: ExtensionContext, log: LogOutputChannel): PushPanel {
  const state = panelState();
  const parts: EditorParts = {
    onCancel: state.onCancel,
    log,
    documents: registerChangeDocuments(),
    secrets: secretsIn(context.secrets),
  };
  const inTest = context.extensionMode === ExtensionMode.Test;
  const panel: Panel = {
    state,
    secrets: parts.secrets,
    using: (args, run) => {
      const person = args.reduce(
        (each: typeof editorPerson, arg) => personFor(each, inTest, arg),
        editorPerson,
      );
      return runPooled(editorWorld(person, parts), (world) => run(editorFace(person, world, parts)));
    },
  };
  const trees = treesOf(panel, parts);
  const disposables = [parts.documents, ...Object.values(trees), followChanges(panel, trees)];
  return {
    trees,
    handlers: {
      ...planActions(panel),
      ...pushActions(panel),
      ...nodeActions(panel),
      ...historyActions(panel),
    },
    dispose: () => Disposable.from(...disposables).dispose(),
  };
}

function treesOf({ state }: Panel, parts: EditorParts): Readonly<Record<string, EntryTree>> {
  const world = editorWorld(editorPerson, parts);
  return {
    [views.nodes]: entryTree(async () => {
      const { nodes, faults } = await knownNodes();
      return [...faultEntries(faults), ...nodeEntries(nodes, state.nodes)];
    }),
    [views.plan]: entryTree(() => planEntries(state.plan())),
    [views.history]: entryTree(async () => historyEntries(await world.receipts.list(), world.now)),
  };
}

/** Views follow what the commands do, the nodes file, trust and settings. */
function followChanges({ state }: Panel, trees: Readonly<Record<string, EntryTree>>): Disposable {
  const refreshAll = (): void => {
    for (const tree of Object.values(trees)) tree.refresh();
  };
  state.onChange((view) => {
    trees[view]?.refresh();
    const plan = state.plan();
    const canBePushed = plan !== undefined && plan.against.length === 0 && plan.parts.length > 0;
    void commands.executeCommand('setContext', planKey, plan !== undefined);
    void commands.executeCommand('setContext', pushKey, canBePushed);
    void commands.executeCommand('setContext', busyKey, state.isBusy());
  });
  const refreshNodes = (): void => trees[views.nodes]?.refresh();
  let watched = watchNodesFile(refreshNodes);
  const watchAnew = (): void => {
    watched.dispose();
    watched = watchNodesFile(refreshNodes);
    refreshAll();
  };
  return Disposable.from(
    { dispose: () => watched.dispose() },
    workspace.onDidGrantWorkspaceTrust(watchAnew),
    workspace.onDidChangeWorkspaceFolders(watchAnew),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('mirrorwright.nodesFile')) watchAnew();
    }),
  );
}

/** Calls back when the nodes file is made, changed or removed, by whomever. */
function watchNodesFile(changed: () => void): Disposable {
  const file = nodesFile();
  if (file === undefined) return new Disposable(() => undefined);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(file, '..'), name));
  return Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
}
