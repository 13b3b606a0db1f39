import type { TextEdit } from '../../text/edit.ts';
import { statementAt } from '../statement-at.ts';
import type { Entry, SyntaxTree, TableNode } from '../tree.ts';
import {
  blanksAbove,
  indentOf,
  insertBelow,
  lineCount,
  lineEnd,
  lineOf,
  lineText,
  ownStart,
  reconcile,
  removeLines,
} from './lines.ts';
import type { PlainValue } from './plain-value.ts';
import {
  bodyIndent,
  definingLines,
  entryLines,
  hasParts,
  isHeader,
  lastStatement,
  nearKeyValue,
  quotesNear,
  statementLines,
} from './toml-layout.ts';
import { tomlKey, tomlValue } from './toml-text.ts';

/** Where new lines go: below a line, with a blank line to be added before or after them. */
interface Slot {
  readonly below: number;
  readonly indent: string;
  readonly blank: 'none' | 'before' | 'after';
  /** The statement from which the style is taken. */
  readonly model: number;
  /** What stands before the key, in a table made by dotted keys. */
  readonly prefix: string;
}

/** Keys with their values, in the order in which they are to be written. */
export type Pairs = readonly (readonly [string, PlainValue])[];

/** Adds `key = value` lines to a table that is not written inline. */
export function addStatements(
  tree: SyntaxTree,
  table: TableNode,
  pairs: Pairs,
  before?: Entry,
): readonly TextEdit[] {
  const render = (model: number, prefix: string): readonly string[] => {
    const quotes = quotesNear(tree, model);
    return pairs.map(([key, value]) => {
      const name = prefix + tomlKey(key, quotes);
      return name + equalsLike(tree, model, name) + tomlValue(value, quotes);
    });
  };
  if (table.style === 'implicit') {
    const child = firstChild(tree, table);
    return [openImplicit(tree, child, render(child.index, ''))];
  }
  const slot = findSlot(tree, table, before);
  const lines = render(slot.model, slot.prefix).map((line) => slot.indent + line);
  return [insertInto(tree, slot, lines)];
}

function insertInto(tree: SyntaxTree, slot: Slot, lines: readonly string[]): TextEdit {
  const all = [...(slot.blank === 'before' ? [''] : []), ...lines, ...(slot.blank === 'after' ? [''] : [])];
  return insertBelow(tree, slot.below, all);
}

function findSlot(tree: SyntaxTree, table: TableNode, before?: Entry): Slot {
  if (before !== undefined) {
    const model = statementAt(tree, before.keySpan.start);
    const { first } = entryLines(tree, before.keySpan.start);
    const indent = indentOf(tree, lineOf(tree, tree.statements[model]!.span.start));
    return { below: first - 1, indent, blank: 'none', model, prefix: prefixOf(tree, before) };
  }
  if (table.style === 'dotted') {
    const last = lastLeaf(table);
    const model = statementAt(tree, last.keySpan.start);
    const lines = statementLines(tree, tree.statements[model]!);
    const prefix = prefixOf(tree, table.entries.at(-1)!);
    return { below: lines.last, indent: indentOf(tree, lines.first), blank: 'none', model, prefix };
  }
  const model = lastStatement(tree, table);
  const statement = tree.statements[model];
  if (statement === undefined || statement.table !== table) return firstInRoot(tree);
  const lines = statementLines(tree, statement);
  const indent = isHeader(statement) ? bodyIndent(tree, model) : indentOf(tree, lines.first);
  return { below: lines.last, indent, blank: 'none', model, prefix: '' };
}

/** The first key of a file: above the first header and its comments, below the comments the file begins with. */
function firstInRoot(tree: SyntaxTree): Slot {
  const first = tree.statements[0];
  const base = { indent: '', model: 0, prefix: '' };
  const bound = first === undefined ? lineCount(tree) : ownStart(tree, lineOf(tree, first.span.start));
  const content = bound - blanksAbove(tree, bound) - 1;
  if (content >= 0 && lineText(tree, content) !== '') return { ...base, below: content, blank: 'before' };
  if (first === undefined) return { ...base, below: -1, blank: 'none' };
  return { ...base, below: bound - 1, blank: 'after' };
}

/** The parts of a dotted key before the entry's own, as written. */
function prefixOf(tree: SyntaxTree, entry: Entry): string {
  const { pathSpans } = tree.statements[statementAt(tree, entry.keySpan.start)]!;
  const start = pathSpans[0]?.start ?? entry.keySpan.start;
  return tree.source.text.slice(Math.min(start, entry.keySpan.start), entry.keySpan.start);
}

function lastLeaf(table: TableNode): Entry {
  let entry = table.entries.at(-1)!;
  while (entry.value.kind === 'table' && entry.value.style === 'dotted') entry = entry.value.entries.at(-1)!;
  return entry;
}

/** The text between key and value as a neighbour has it; equals signs that stand in a column stay in it. */
function equalsLike(tree: SyntaxTree, model: number, name: string): string {
  const near = nearKeyValue(tree, model);
  const keyEnd = near?.pathSpans.at(-1)?.end;
  if (near?.value === undefined || keyEnd === undefined) return ' = ';
  const between = tree.source.text.slice(keyEnd, near.value.span.start);
  const parts = /^([ \t]*)=([ \t]*)$/.exec(between);
  if (parts === null) return ' = ';
  if (parts[1]!.length < 2) return between;
  const width = keyEnd - near.span.start + parts[1]!.length - name.length;
  return `${' '.repeat(Math.max(1, width))}=${parts[2]}`;
}

/** The first header below a table that has none of its own, and how many keys further down it leads. */
function firstChild(tree: SyntaxTree, table: TableNode): { readonly index: number; readonly depth: number } {
  let child: TableNode = table;
  let depth = 0;
  while (child.headerSpan === undefined) {
    const next = child.entries[0]?.value;
    const node = next?.kind === 'array' ? next.items[0] : next;
    if (node?.kind !== 'table') throw new RangeError('a table without a place in the text');
    child = node;
    depth++;
  }
  return { index: statementAt(tree, child.headerSpan.start), depth };
}

/** A table that only longer headers made gets a header of its own, before the first of them. */
function openImplicit(
  tree: SyntaxTree,
  { index, depth }: { readonly index: number; readonly depth: number },
  body: readonly string[],
): TextEdit {
  const header = tree.statements[index]!;
  const path = header.path.slice(0, header.path.length - depth);
  const line = lineOf(tree, header.span.start);
  const indent = bodyIndent(tree, index);
  const name = path.map((part) => tomlKey(part)).join('.');
  const lines = [`${indentOf(tree, line)}[${name}]`, ...body.map((text) => indent + text), ''];
  return insertBelow(tree, ownStart(tree, line) - 1, lines);
}

/** Removes every line that defines the entry, with the comments that belong to them. */
export function removeStatement(tree: SyntaxTree, entry: Entry): readonly TextEdit[] {
  if (hasParts(entry.value)) return removeLines(tree, definingLines(tree, entry.value));
  const index = statementAt(tree, entry.keySpan.start);
  const statement = tree.statements[index]!;
  const lines = statementLines(tree, statement);
  const crowded = [tree.statements[index - 1], tree.statements[index + 1]].some((other) => {
    if (other === undefined) return false;
    const { first, last } = statementLines(tree, other);
    return last === lines.first || first === lines.last;
  });
  if (crowded) return [{ span: statement.span, newText: '' }];
  return removeLines(tree, [entryLines(tree, entry.keySpan.start)]);
}

/** Renames the entry's key everywhere: in its own line, and in every header and dotted key that leads through it. */
export function renameStatementKey(tree: SyntaxTree, entry: Entry, key: string): readonly TextEdit[] {
  const edits = new Map<number, TextEdit>();
  const rename = (at: number, level: number): void => {
    const statement = tree.statements[statementAt(tree, at)]!;
    const own = statement.pathSpans.findLastIndex((span) => span.start <= at);
    const span = statement.pathSpans[own - level];
    if (span !== undefined) edits.set(span.start, { span, newText: renamed(tree, span.start, key) });
  };
  edits.set(entry.keySpan.start, { span: entry.keySpan, newText: renamed(tree, entry.keySpan.start, key) });
  const open: (readonly [Entry['value'], number])[] = [[entry.value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, level] = next;
    if (node.kind === 'array' && node.style === 'tables')
      for (const item of node.items) open.push([item, level]);
    if (node.kind !== 'table' || node.style === 'inline') continue;
    if (node.headerSpan !== undefined) rename(node.headerSpan.end, level);
    for (const inner of node.entries) {
      if (hasParts(inner.value)) open.push([inner.value, level + 1]);
      else if (node.style === 'dotted') rename(inner.keySpan.start, level + 1);
    }
  }
  return [...edits.values()].sort((a, b) => a.span.start - b.span.start);
}

function renamed(tree: SyntaxTree, at: number, key: string): string {
  return tomlKey(key, tree.source.text[at] === "'" ? 'literal' : 'basic');
}

/** Moves the line of an entry, with its comments above and behind, to the end of another table. */
export function moveStatement(tree: SyntaxTree, entry: Entry, to: TableNode): readonly TextEdit[] {
  const lines = entryLines(tree, entry.keySpan.start);
  const statement = tree.statements[statementAt(tree, entry.keySpan.start)]!;
  const body: string[] = [];
  for (let line = lines.first; line < statementLines(tree, statement).first; line++)
    body.push(lineText(tree, line).trimStart());
  const text = tree.source.text.slice(entry.keySpan.start, lineEnd(tree, lines.last));
  return reconcile(tree, [...removeStatement(tree, entry), addLines(tree, to, body, text)]);
}

/** Adds comments and an entry whose text is known to a table that is not written inline. */
function addLines(tree: SyntaxTree, to: TableNode, comments: readonly string[], text: string): TextEdit {
  if (to.style === 'implicit') return openImplicit(tree, firstChild(tree, to), [...comments, text]);
  const slot = findSlot(tree, to);
  return insertInto(
    tree,
    slot,
    [...comments, slot.prefix + text].map((line) => slot.indent + line),
  );
}

/** Adds an entry whose text is known, as a line of its own. */
export function addRawStatement(tree: SyntaxTree, to: TableNode, text: string): readonly TextEdit[] {
  return [addLines(tree, to, [], text)];
}
