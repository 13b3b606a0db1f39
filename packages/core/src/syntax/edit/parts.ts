import type { TextEdit } from '../../text/edit.ts';
import { statementAt } from '../statement-at.ts';
import type { ArrayNode, Entry, SyntaxTree, TableNode } from '../tree.ts';
import { type FlowContext, flowList, insertFlow, removeFlow } from './flow.ts';
import { indentUnit, jsonValue, separatorLike } from './json-text.ts';
import { isObject, type PlainValue } from './plain-value.ts';
import { replaceValue } from './replace.ts';
import { addStatements, type Pairs, removeStatement } from './toml-entries.ts';
import { firstString, quotesNear } from './toml-layout.ts';
import { addTomlTable, removeTomlTable } from './toml-tables.ts';
import { type Quotes, tomlKey, tomlValue } from './toml-text.ts';
import { addBlockEntry, addBlockItem, removeBlockEntries, removeBlockItems } from './yaml-block.ts';
import { yamlFlow, yamlKey, yamlStyle } from './yaml-text.ts';

type Render = (context: FlowContext) => string;

/** Adds entries behind the last one of the table, or before the one named. */
export function addEntries(
  tree: SyntaxTree,
  table: TableNode,
  pairs: Pairs,
  before?: Entry,
): readonly TextEdit[] {
  if (pairs.length === 0) return [];
  if (table.style === 'block')
    return pairs.flatMap(([key, value]) => addBlockEntry(tree, table, key, value, style(tree), before));
  if (table.style !== 'inline') {
    if (table.style !== 'dotted' || !withinInline(tree, table))
      return addStatements(tree, table, pairs, before);
    return pairs.flatMap(([key, value]) => addToInlineDotted(tree, table, key, value));
  }
  if (opensBlock(tree, table)) return replaceValue(tree, table, Object.fromEntries(pairs));
  const index = before === undefined ? table.entries.length : table.entries.indexOf(before);
  const render = pairs.map(([key, value]) => renderEntry(tree, table, key, value));
  return insertFlow(tree, flowList(tree, table), index, render, unit(tree));
}

function renderEntry(tree: SyntaxTree, table: TableNode, key: string, value: PlainValue): Render {
  if (tree.format === 'toml') {
    const quotes = quotesNear(tree, statementAt(tree, table.span.start));
    return () => tomlKey(key, quotes) + separatorLike(tree, table, ' = ') + tomlValue(value, quotes);
  }
  const colon = separatorLike(tree, table, ': ');
  if (tree.format === 'json')
    return (context) => JSON.stringify(key) + colon + jsonValue(value, context, unit(tree));
  return () => `${yamlKey(key, true)}: ${yamlFlow(value, style(tree).quotes)}`;
}

/** Whether a table made by a dotted key stands inside an inline table. */
export function withinInline(tree: SyntaxTree, table: TableNode): boolean {
  const statement = tree.statements[statementAt(tree, table.span.start)];
  return statement?.value !== undefined && statement.value.span.start <= table.span.start;
}

function addToInlineDotted(
  tree: SyntaxTree,
  table: TableNode,
  key: string,
  value: PlainValue,
): readonly TextEdit[] {
  const last = table.entries.at(-1)!;
  const { text } = tree.source;
  const from =
    Math.max(text.lastIndexOf('{', last.keySpan.start), text.lastIndexOf(',', last.keySpan.start)) + 1;
  const prefix = text.slice(from, last.keySpan.start).trimStart();
  const quotes = quotesNear(tree, statementAt(tree, table.span.start));
  const newText = `, ${prefix}${tomlKey(key, quotes)} = ${tomlValue(value, quotes)}`;
  return [{ span: { start: last.span.end, end: last.span.end }, newText }];
}

/** Removes entries with the comments that belong to them. */
export function removeEntries(
  tree: SyntaxTree,
  table: TableNode,
  gone: ReadonlySet<Entry>,
): readonly TextEdit[] {
  if (gone.size === 0) return [];
  if (table.style === 'block') return removeBlockEntries(tree, table, gone);
  if (table.style !== 'inline' && !(table.style === 'dotted' && withinInline(tree, table)))
    return [...gone].flatMap((entry) => removeStatement(tree, entry));
  const list = flowList(tree, table);
  const edits: TextEdit[] = [];
  for (let from = 0; from < table.entries.length; from++) {
    if (!gone.has(table.entries[from]!)) continue;
    let to = from;
    while (to < table.entries.length && gone.has(table.entries[to]!)) to++;
    edits.push(...removeFlow(tree, list, from, to));
    from = to;
  }
  return edits;
}

/** Adds items before the one at `index`. */
export function addItem(
  tree: SyntaxTree,
  array: ArrayNode,
  values: readonly PlainValue[],
  index: number,
): readonly TextEdit[] {
  if (values.length === 0) return [];
  if (array.style === 'tables') return values.flatMap((value) => addElement(tree, array, value, index));
  if (array.style === 'block')
    return values.flatMap((value) => addBlockItem(tree, array, value, index, style(tree)));
  if (opensBlock(tree, array)) return replaceValue(tree, array, values);
  return insertFlow(
    tree,
    flowList(tree, array),
    index,
    values.map((value) => renderItem(tree, array, value)),
    unit(tree),
  );
}

function addElement(
  tree: SyntaxTree,
  array: ArrayNode,
  value: PlainValue,
  index: number,
): readonly TextEdit[] {
  const after = array.items[Math.max(index - 1, 0)];
  if (after?.kind !== 'table' || after.headerSpan === undefined || !isObject(value))
    throw new RangeError('an array of tables takes only objects');
  const { path } = tree.statements[statementAt(tree, after.headerSpan.start)]!;
  return addTomlTable(tree, path, Object.entries(value), { kind: 'element', after });
}

function renderItem(tree: SyntaxTree, array: ArrayNode, value: PlainValue): Render {
  if (tree.format === 'json') return (context) => jsonValue(value, context, unit(tree));
  const known = firstString(array);
  if (tree.format === 'yaml') {
    const quotes = known === 'basic' || known === 'literal' || known === 'plain' ? known : style(tree).quotes;
    return () => yamlFlow(value, quotes);
  }
  const near: Quotes = quotesNear(tree, statementAt(tree, array.span.start));
  const quotes = known === undefined ? near : known.endsWith('literal') ? 'literal' : 'basic';
  return () => tomlValue(value, quotes);
}

/** Removes the items from `from` up to and without `to`, with their comments. */
export function removeItems(
  tree: SyntaxTree,
  array: ArrayNode,
  from: number,
  to: number,
): readonly TextEdit[] {
  if (array.style === 'block') return removeBlockItems(tree, array, from, to);
  if (array.style === 'inline') return removeFlow(tree, flowList(tree, array), from, to);
  return array.items
    .slice(from, to)
    .flatMap((item) => (item.kind === 'table' ? removeTomlTable(tree, item) : []));
}

/** An empty YAML collection in a block file is opened as a block. */
function opensBlock(tree: SyntaxTree, node: ArrayNode | TableNode): boolean {
  if (tree.format !== 'yaml') return false;
  const empty = node.kind === 'array' ? node.items.length === 0 : node.entries.length === 0;
  return empty && /^[[{]\s*[\]}]$/.test(tree.source.slice(node.span));
}

function unit(tree: SyntaxTree): string {
  return indentUnit(tree, tree.format === 'json' ? '    ' : '  ');
}

function style(tree: SyntaxTree): ReturnType<typeof yamlStyle> {
  return yamlStyle(tree, indentUnit(tree, '  '));
}

/** Adds an entry whose text is known to an inline table. */
export function addRawEntry(tree: SyntaxTree, table: TableNode, text: string): readonly TextEdit[] {
  return insertFlow(tree, flowList(tree, table), table.entries.length, [() => text], unit(tree));
}
