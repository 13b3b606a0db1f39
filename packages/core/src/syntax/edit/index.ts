import type { TextEdit } from '../../text/edit.ts';
import type { ArrayNode, Entry, SyntaxTree, TableNode } from '../tree.ts';
import * as parts from './parts.ts';
import type { PlainValue } from './plain-value.ts';
import { addRawStatement, moveStatement, renameStatementKey } from './toml-entries.ts';
import { hasParts } from './toml-layout.ts';
import { addTomlTable, removeTomlTable, type TableOptions } from './toml-tables.ts';
import { yamlKey } from './yaml-text.ts';

export type { PlainValue } from './plain-value.ts';
export { setValue } from './set-value.ts';

/*
 * Edits of existing text. Every function returns the smallest edits against `tree.source` that do what it says, in
 * the style of the neighbourhood: indentation, quotes, spaces, blank lines, commas and line endings. What these
 * functions add, they can remove again byte for byte. Edits of one tree may be applied together as long as they do
 * not overlap (`sortEdits` says so); otherwise apply, parse again, and go on.
 */

/** Adds `key` to the table, behind its last own key or before `options.before`. */
export function addEntry(
  tree: SyntaxTree,
  table: TableNode,
  key: string,
  value: PlainValue,
  options: { readonly before?: Entry } = {},
): readonly TextEdit[] {
  return parts.addEntries(tree, table, [[key, value]], options.before);
}

/** Removes the entry with everything that defines it, and the comments directly above and behind it. */
export function removeEntry(tree: SyntaxTree, table: TableNode, entry: Entry): readonly TextEdit[] {
  return parts.removeEntries(tree, table, new Set([entry]));
}

/** Renames a key; in TOML in every header and dotted key that leads through it. */
export function renameKey(tree: SyntaxTree, entry: Entry, key: string): readonly TextEdit[] {
  if (entry.key === key) return [];
  if (tree.format === 'toml') return renameStatementKey(tree, entry, key);
  const quoted = tree.format === 'json' || tree.source.text[entry.keySpan.start] === '"';
  return [{ span: entry.keySpan, newText: quoted ? JSON.stringify(key) : yamlKey(key, true) }];
}

/** Adds an item before the one at `options.index`, or behind the last one. */
export function addItem(
  tree: SyntaxTree,
  array: ArrayNode,
  value: PlainValue,
  options: { readonly index?: number } = {},
): readonly TextEdit[] {
  const index = Math.max(0, Math.min(options.index ?? array.items.length, array.items.length));
  return parts.addItem(tree, array, [value], index);
}

/** Removes the item at `index` with its comma and its comments; nothing when there is no such item. */
export function removeItem(tree: SyntaxTree, array: ArrayNode, index: number): readonly TextEdit[] {
  if (index < 0 || index >= array.items.length) return [];
  return parts.removeItems(tree, array, index, index + 1);
}

/** TOML: adds `[path]` or one more `[[path]]` with its keys; see `TableOptions` for the place. */
export function addTable(
  tree: SyntaxTree,
  path: readonly string[],
  entries: readonly (readonly [string, PlainValue])[],
  options: TableOptions,
): readonly TextEdit[] {
  return addTomlTable(tree, path, entries, options);
}

/** TOML: removes a table with its header, its body, all tables below it and the comments that belong to them. */
export function removeTable(tree: SyntaxTree, node: TableNode): readonly TextEdit[] {
  return removeTomlTable(tree, node);
}

/**
 * TOML: moves an entry with its comments from one table to the end of another.
 * @throws RangeError for an entry that headers or dotted keys define.
 */
export function moveEntry(
  tree: SyntaxTree,
  entry: Entry,
  from: TableNode,
  to: TableNode,
): readonly TextEdit[] {
  if (hasParts(entry.value)) throw new RangeError('only a key with a value of its own can be moved');
  const inline = (table: TableNode) =>
    table.style === 'inline' || (table.style === 'dotted' && parts.withinInline(tree, table));
  if (!inline(from) && !inline(to)) return moveStatement(tree, entry, to);
  const text = tree.source.slice({ start: entry.keySpan.start, end: entry.span.end });
  const added = inline(to) ? parts.addRawEntry(tree, to, text) : addRawStatement(tree, to, text);
  return [...removeEntry(tree, from, entry), ...added];
}
