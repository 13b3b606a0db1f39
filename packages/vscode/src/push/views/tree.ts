import {
  type Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { Entry } from './entries.ts';

/** Shows entries in a view. */
export interface EntryTree extends TreeDataProvider<Entry>, Disposable {
  refresh(): void;
}

/** A tree that asks for its entries anew at every refresh. */
export function entryTree(entries: () => readonly Entry[] | Promise<readonly Entry[]>): EntryTree {
  const changes = new EventEmitter<void>();
  return {
    onDidChangeTreeData: changes.event,
    getChildren: (entry) => (entry === undefined ? entries() : entry.children) as Entry[],
    getTreeItem: itemOf,
    refresh: () => changes.fire(),
    dispose: () => changes.dispose(),
  };
}

function itemOf(entry: Entry): TreeItem {
  const { id, label, description, tooltip, icon, color, context, children = [], opens, runs } = entry;
  const item = new TreeItem(
    label,
    children.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
  );
  item.id = id;
  if (description !== undefined) item.description = description;
  // plain text: what a node says is no Markdown
  item.tooltip = tooltip ?? (description === undefined ? label : `${label}: ${description}`);
  if (icon !== undefined)
    item.iconPath = new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
  if (context !== undefined) item.contextValue = context;
  if (opens !== undefined)
    item.command = { title: 'Show Changes', command: 'mirrorwright.showChanges', arguments: [entry] };
  if (runs !== undefined) item.command = { title: label, command: runs };
  item.accessibilityInformation = { label: description === undefined ? label : `${label}, ${description}` };
  return item;
}
