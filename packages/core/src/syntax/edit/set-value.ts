import { applyEdits, sortEdits, type TextEdit } from '../../text/edit.ts';
import { sourceText } from '../../text/source.ts';
import { parseJson } from '../json.ts';
import { parseToml } from '../toml/parse.ts';
import type { ArrayNode, Entry, SyntaxTree, TableNode, ValueNode } from '../tree.ts';
import { parseYaml } from '../yaml.ts';
import { reconcile } from './lines.ts';
import { addEntries, addItem, removeEntries, removeItems } from './parts.ts';
import { equals, isArray, isObject, type PlainValue } from './plain-value.ts';
import { replaceValue } from './replace.ts';

/**
 * Makes a node say `value` and touches nothing that says it already: of an array only the items that differ, of a
 * table only the entries that differ.
 * @throws RangeError for what the format cannot write, and for a table made by headers that is to become no table.
 */
export function setValue(tree: SyntaxTree, node: ValueNode, value: PlainValue): readonly TextEdit[] {
  if (equals(node, value)) return [];
  if (node.kind === 'array' && isArray(value)) return setArray(tree, node, value);
  if (node.kind === 'table' && isObject(value)) return setTable(tree, node, value);
  return replaceValue(tree, node, value);
}

function setArray(tree: SyntaxTree, node: ArrayNode, values: readonly PlainValue[]): readonly TextEdit[] {
  const { items } = node;
  if (values.length === 0) return removeItems(tree, node, 0, items.length);
  const shorter = Math.min(items.length, values.length);
  let head = 0;
  while (head < shorter && equals(items[head]!, values[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && equals(items[items.length - 1 - tail]!, values[values.length - 1 - tail]!))
    tail++;
  const end = items.length - tail;
  const changed = Math.min(end, values.length - tail);
  const edits: TextEdit[] = [];
  for (let i = head; i < changed; i++) edits.push(...setValue(tree, items[i]!, values[i]!));
  edits.push(...removeItems(tree, node, changed, end));
  edits.push(...addItem(tree, node, values.slice(changed, values.length - tail), changed));
  return together(tree, edits) ?? replaceValue(tree, node, values);
}

function setTable(
  tree: SyntaxTree,
  node: TableNode,
  value: { readonly [key: string]: PlainValue },
): readonly TextEdit[] {
  const wanted = new Map(Object.entries(value));
  const gone = new Set<Entry>();
  const edits: TextEdit[] = [];
  const seen = new Set<string>();
  for (const entry of node.entries) {
    const next = wanted.get(entry.key);
    if (next === undefined || seen.has(entry.key)) gone.add(entry);
    else edits.push(...setValue(tree, entry.value, next));
    seen.add(entry.key);
  }
  const added = [...wanted].filter(([key]) => !seen.has(key));
  const written = node.style === 'inline' || node.style === 'block';
  // commas would be wanted and unwanted at one place
  if (written && gone.size > 0 && added.length > 0) return inTwoSteps(tree, node, value, gone);
  edits.push(...removeEntries(tree, node, gone));
  edits.push(...addEntries(tree, node, added));
  return together(tree, edits) ?? replaceValue(tree, node, value);
}

/** The edits, unless they touch the same text: then the whole is written anew. */
function together(tree: SyntaxTree, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const fitting = reconcile(tree, edits);
  return sortEdits(fitting) === undefined ? undefined : fitting;
}

/** A document is read a second time for each table that loses and gains keys: in longer ones that would add up. */
const longestReadTwice = 64 * 1024;

/** Takes entries out first and sets the rest in what is left: what stays keeps its form and its comments. */
function inTwoSteps(
  tree: SyntaxTree,
  node: TableNode,
  value: { readonly [key: string]: PlainValue },
  gone: ReadonlySet<Entry>,
): readonly TextEdit[] {
  const { text } = tree.source;
  const stays = gone.size < node.entries.length && text.length <= longestReadTwice;
  const left = stays ? removeEntries(tree, node, gone) : undefined;
  if (left === undefined || sortEdits(left) === undefined) return replaceValue(tree, node, value);
  const without = parse(tree.format, applyEdits(text, left));
  const table = tableStartingAt(without, node.span.start);
  if (table === undefined) return replaceValue(tree, node, value);
  return [difference(text, applyEdits(without.source.text, setTable(without, table, value)))];
}

function parse(format: SyntaxTree['format'], text: string): SyntaxTree {
  const source = sourceText(text);
  return format === 'toml' ? parseToml(source) : format === 'json' ? parseJson(source) : parseYaml(source);
}

/** The table that starts at an offset, the outermost of several. */
function tableStartingAt(tree: SyntaxTree, offset: number): TableNode | undefined {
  const open: ValueNode[] = [...tree.documents];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (next.kind === 'table' && next.style !== 'root' && next.span.start === offset) return next;
    if (next.kind === 'table') open.push(...next.entries.map(({ value }) => value));
    else if (next.kind === 'array') open.push(...next.items);
  }
  return undefined;
}

/** The one edit that makes a text of another, without what both begin and end with. */
function difference(before: string, after: string): TextEdit {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: { start, end: before.length - end }, newText: after.slice(start, after.length - end) };
}
