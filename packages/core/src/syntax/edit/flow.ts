import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { ArrayNode, SyntaxTree, TableNode } from '../tree.ts';
import { eolAt, indentOf, lineEnd, lineOf, lineStart, lineText, ownStart } from './lines.ts';

/** What stands between brackets, separated by commas: arrays, inline tables, JSON objects, YAML flow collections. */
export interface FlowList {
  /** Behind the opening bracket. */
  readonly open: number;
  /** Before the closing bracket; the end of the node when that is missing. */
  readonly close: number;
  readonly items: readonly Span[];
}

const lists = new WeakMap<ArrayNode | TableNode, FlowList>();

/** The list of a node; made once, as many edits of a long list may be asked for. */
export function flowList(tree: SyntaxTree, node: ArrayNode | TableNode): FlowList {
  let list = lists.get(node);
  if (list === undefined) {
    list = makeFlowList(tree, node);
    lists.set(node, list);
  }
  return list;
}

function makeFlowList(tree: SyntaxTree, node: ArrayNode | TableNode): FlowList {
  const items =
    node.kind === 'array' ? node.items.map(({ span }) => span) : node.entries.map(({ span }) => span);
  const bracket = node.kind === 'array' ? ']' : '}';
  const open = node.span.start + 1;
  const closed = node.span.end > open && tree.source.text[node.span.end - 1] === bracket;
  return { open, close: closed ? node.span.end - 1 : node.span.end, items };
}

/** How a new item is to be laid out. */
export interface FlowContext {
  /** Whether items stand on lines of their own. */
  readonly multiline: boolean;
  /** The indentation of the item's line. */
  readonly indent: string;
  readonly eol: string;
}

/** Inserts items before the item at `index`; behind the last one when `index` is the length. */
export function insertFlow(
  tree: SyntaxTree,
  list: FlowList,
  index: number,
  render: readonly ((context: FlowContext) => string)[],
  indentUnit: string,
): readonly TextEdit[] {
  if (render.length === 0) return [];
  if (list.items.length === 0) return insertFirst(tree, list, render, indentUnit);
  const near = list.items[Math.max(index - 1, 0)]!;
  const context: FlowContext = {
    multiline: startsLine(tree, near.start) && lineOf(tree, near.start) > lineOf(tree, list.open - 1),
    indent: indentOf(tree, lineOf(tree, near.start)),
    eol: eolAt(tree, lineOf(tree, near.start)),
  };
  const texts = render.map((one) => one(context));
  return index <= 0
    ? insertBefore(tree, near, texts, context)
    : insertAfter(tree, list, index - 1, texts, context);
}

function insertFirst(
  tree: SyntaxTree,
  list: FlowList,
  render: readonly ((context: FlowContext) => string)[],
  indentUnit: string,
): readonly TextEdit[] {
  const inner = tree.source.text.slice(list.open, list.close);
  const openLine = lineOf(tree, list.open - 1);
  const multiline = inner.includes('\n');
  const eol = eolAt(tree, openLine);
  const indent = indentOf(tree, openLine) + (multiline ? indentUnit : '');
  const texts = render.map((one) => one({ multiline, indent, eol }));
  if (!multiline) return [insertion(list.open, (inner.startsWith(' ') ? ' ' : '') + texts.join(', '))];
  const comma = tree.format === 'json' ? '' : ',';
  return [insertion(lineEnd(tree, openLine), `${eol}${indent}${texts.join(`,${eol}${indent}`)}${comma}`)];
}

function insertBefore(
  tree: SyntaxTree,
  first: Span,
  texts: readonly string[],
  { multiline, indent, eol }: FlowContext,
): readonly TextEdit[] {
  if (!multiline) return [insertion(first.start, texts.map((text) => `${text}, `).join(''))];
  const line = ownStart(tree, lineOf(tree, first.start));
  return [insertion(lineStart(tree, line), texts.map((text) => `${indent}${text},${eol}`).join(''))];
}

function insertAfter(
  tree: SyntaxTree,
  list: FlowList,
  before: number,
  texts: readonly string[],
  { multiline, indent, eol }: FlowContext,
): readonly TextEdit[] {
  const item = list.items[before]!;
  const comma = commaAfter(tree, list, item.end);
  if (!multiline) {
    if (comma === undefined) return [insertion(item.end, texts.map((text) => `, ${text}`).join(''))];
    const gap = gapAfterComma(tree, list, before, comma);
    return [insertion(comma + 1, texts.map((text) => `${gap}${text},`).join(''))];
  }
  const lead = `${eol}${indent}`;
  const body = lead + texts.join(`,${lead}`);
  if (comma !== undefined) return [insertion(restOfLine(tree, list, comma + 1), `${body},`)];
  const at = restOfLine(tree, list, item.end);
  if (at === item.end) return [insertion(at, `,${body}`)];
  return [insertion(item.end, ','), insertion(at, body)];
}

/** The white space that the neighbourhood has behind its commas. */
function gapAfterComma(tree: SyntaxTree, list: FlowList, before: number, comma: number): string {
  const next = list.items[before + 1];
  const other = next === undefined ? undefined : tree.source.text.slice(comma + 1, next.start);
  return other !== undefined && /^[ \t]*$/.test(other) ? other : ' ';
}

/** Removes the items from `from` up to and without `to`, with their comments and their commas. */
export function removeFlow(tree: SyntaxTree, list: FlowList, from: number, to: number): readonly TextEdit[] {
  if (from >= to) return [];
  const { text } = tree.source;
  const first = list.items[from]!;
  const last = list.items[to - 1]!;
  const comma = commaAfter(tree, list, last.end);
  const end = comma === undefined ? last.end : comma + 1;
  const previous = from === 0 ? undefined : list.items[from - 1]!;
  const next = list.items[to];
  const previousComma = previous === undefined ? undefined : commaAfter(tree, list, previous.end);
  const edits: TextEdit[] = [];
  // Without a comma behind the last item, the one before it must go.
  const dropComma = comma === undefined && next === undefined && previousComma !== undefined;
  const tail = restOfLine(tree, list, end);
  if (startsLine(tree, first.start) && endsLine(tree, tail)) {
    if (dropComma) edits.push(removal(previousComma, previousComma + 1));
    const floor = lineOf(tree, previous === undefined ? list.open - 1 : previous.end) + 1;
    const line = Math.max(ownStart(tree, lineOf(tree, first.start)), floor);
    // From line end to line end: what follows keeps its own line.
    edits.push(removal(lineEnd(tree, line - 1), tail));
    return edits;
  }
  if (next !== undefined && lineOf(tree, end) === lineOf(tree, next.start))
    return [removal(first.start, next.start)];
  if (previous === undefined) {
    const start = /^[ \t]*$/.test(text.slice(list.open, first.start)) ? list.open : first.start;
    return [removal(start, end)];
  }
  const anchor = previousComma === undefined ? previous.end : previousComma + 1;
  const gapStart = dropComma ? previousComma : anchor;
  if (/^[,\s]*$/.test(text.slice(gapStart, first.start))) return [removal(gapStart, end)];
  if (dropComma) edits.push(removal(previousComma, previousComma + 1));
  edits.push(removal(first.start, end));
  return edits;
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

function removal(start: number, end: number): TextEdit {
  return { span: { start, end }, newText: '' };
}

/** Where the comma after an item stands, comments and line ends skipped. */
function commaAfter(tree: SyntaxTree, list: FlowList, from: number): number | undefined {
  const { text } = tree.source;
  let at = from;
  while (at < list.close) {
    const char = text[at]!;
    if (char === ',') return at;
    if (char === '#' || text.startsWith('//', at)) at = lineEnd(tree, lineOf(tree, at));
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at);
      at = end === -1 ? list.close : end + 2;
    } else if (/\s/.test(char)) at++;
    else return undefined;
  }
  return undefined;
}

/** The end of a comment that stands behind `from` on its line; else `from` itself. */
function restOfLine(tree: SyntaxTree, list: FlowList, from: number): number {
  const end = Math.min(lineEnd(tree, lineOf(tree, from)), Math.max(list.close, from));
  const rest = tree.source.text.slice(from, end);
  if (/^[ \t]*(?:#|\/\/)/.test(rest) || /^[ \t]*\/\*(?:(?!\*\/).)*\*\/[ \t]*$/.test(rest)) return end;
  return from;
}

function startsLine(tree: SyntaxTree, at: number): boolean {
  return /^[ \t]*$/.test(tree.source.text.slice(lineStart(tree, lineOf(tree, at)), at));
}

function endsLine(tree: SyntaxTree, at: number): boolean {
  const line = lineOf(tree, at);
  return /^[ \t]*$/.test(tree.source.text.slice(at, lineEnd(tree, line))) && lineText(tree, line) !== '';
}
