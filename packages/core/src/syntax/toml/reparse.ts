import { commonParts } from '../../text/common-parts.ts';
import { remembered } from '../../text/remembered.ts';
import type { SourceText } from '../../text/source.ts';
import { sourceText } from '../../text/source.ts';
import type { ArrayNode, Comment, Entry, SyntaxTree, TableNode, ValueNode } from '../tree.ts';
import { LF, SPACE, TAB } from './chars.ts';
import { asRegular, isRegular, parseToml } from './parse.ts';
import { moved } from './shift.ts';
import { lazyStatements, regularLog } from './statements.ts';
import type { OpenTable } from './tables.ts';

/** The elements that an edit touches: those from `first` up to `after`, which is left out, and where they stand. */
interface Stretch {
  readonly first: number;
  readonly after: number;
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/**
 * The same tree as `parseToml` gives. Where `earlier` is the tree of a text that differs only among the elements of one
 * array of tables (`[[name]]`), only these are read; what stands before is taken over, and what stands behind is moved.
 * Wherever that is not certain (a fault of syntax, dotted keys, other tables among those elements) all is read.
 */
export function reparseToml(source: SourceText, earlier: SyntaxTree, name: string): SyntaxTree {
  return reparsed(source, earlier, name) ?? parseToml(source);
}

function reparsed(source: SourceText, earlier: SyntaxTree, name: string): SyntaxTree | undefined {
  const array = elementsOf(earlier, name);
  if (array === undefined || !isRegular(earlier)) return undefined;
  const stretch = stretchOf(earlier.source.text, source.text, array.items);
  if (stretch === undefined) return undefined;
  const { start, oldEnd, newEnd, first, after } = stretch;
  const before = readAlone(earlier.source.text.slice(start, oldEnd), name);
  if (before === undefined || before.array?.items.length !== after - first) return undefined;
  const now = readAlone(source.text.slice(start, newEnd), name);
  // the key and the start of the array are those of its first element, its end that of the last
  if (now === undefined || (now.array === undefined && (first === 0 || after === array.items.length)))
    return undefined;
  return assembled(source, earlier, { array, now, stretch });
}

/** Which elements of the array are those of the tree before. */
export interface Kept {
  /** How many at the start are the same objects. */
  readonly above: number;
  /** The index from which on they are copies, moved to where the edit pushed them. */
  readonly below: number;
  /** What stands at an index of `below` or later stood so many places before it. */
  readonly shift: number;
}

const keptElements = remembered<SyntaxTree, Kept>();

/** What was taken over from the tree before an edit; undefined for a tree that was read whole. */
export function keptOf(tree: SyntaxTree): Kept | undefined {
  return keptElements.get(tree);
}

function elementsOf({ root }: SyntaxTree, name: string): ArrayNode | undefined {
  const value = (root as TableNode).entries.find(({ key }) => key === name)?.value;
  return value?.kind === 'array' && value.style === 'tables' ? value : undefined;
}

/** From the element in which the texts begin to differ to the first that stands wholly in what is the same again. */
function stretchOf(before: string, now: string, items: readonly ValueNode[]): Stretch | undefined {
  const { same, tail } = commonParts(before, now);
  const first = firstFrom(items, same + 1) - 1;
  if (first < 0) return undefined;
  const after = Math.max(firstFrom(items, before.length - tail), first + 1);
  const start = startOf(items[first]!);
  const oldEnd = after === items.length ? before.length : startOf(items[after]!);
  const newEnd = oldEnd + now.length - before.length;
  if (newEnd < start || (after < items.length && !endsLine(now, start, newEnd))) return undefined;
  return { first, after, start, oldEnd, newEnd };
}

function startOf(element: ValueNode): number {
  return (element as TableNode).headerSpan!.start;
}

/** The index of the first element that starts at the offset or behind it. */
function firstFrom(items: readonly ValueNode[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(items[middle]!) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether only white space stands on the line in front of `end`: what follows then starts a statement. */
function endsLine(text: string, start: number, end: number): boolean {
  let at = end - 1;
  while (at >= start && (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB)) at--;
  return at < start || text.charCodeAt(at) === LF;
}

interface Piece {
  readonly tree: SyntaxTree;
  /** Undefined where no element is left. */
  readonly entry: Entry | undefined;
  readonly array: ArrayNode | undefined;
}

/** Reads a piece of the text by itself. Undefined unless it is faultless and holds elements of the array only. */
function readAlone(text: string, name: string): Piece | undefined {
  if (text.charCodeAt(0) === 0xfeff) return undefined;
  // a copy: values are slices of what they were read from, and would keep the whole text of every edit in memory
  const tree = parseToml(sourceText(text.split('').join('')));
  if (!isRegular(tree)) return undefined;
  const { entries } = tree.root as TableNode;
  if (entries.length === 0) return { tree, entry: undefined, array: undefined };
  const array = entries.length === 1 ? elementsOf(tree, name) : undefined;
  return array === undefined ? undefined : { tree, entry: entries[0], array };
}

interface Parts {
  readonly array: ArrayNode;
  readonly now: Piece;
  readonly stretch: Stretch;
}

function assembled(
  source: SourceText,
  earlier: SyntaxTree,
  { array, now, stretch }: Parts,
): SyntaxTree | undefined {
  const { first, after, start, oldEnd, newEnd } = stretch;
  const inside = moved(0, start);
  const behind = moved(oldEnd, newEnd - oldEnd);
  const items = array.items.slice(0, first);
  for (const item of now.array?.items ?? []) items.push(inside.value(item));
  for (let i = after; i < array.items.length; i++) items.push(behind.value(array.items[i]!));
  const own = now.entry === undefined ? undefined : inside.entryHead(now.entry);
  const end = after === array.items.length ? now.array!.span.end + start : behind.offset(array.span.end);
  const entries = (earlier.root as TableNode).entries.map((entry): Entry => {
    if (entry.value !== array) return behind.entry(entry);
    const span = { start: first === 0 ? own!.span.start : entry.span.start, end };
    const keySpan = first === 0 ? own!.keySpan : entry.keySpan;
    return { ...entry, keySpan, value: { ...array, items, span }, span };
  });
  if (inside.gaveUp() || behind.gaveUp()) return undefined;
  const { comments } = earlier;
  const tree = treeOf(source, entries, [
    ...comments.filter(({ span }) => span.start < start),
    ...now.tree.comments.map((comment) => ({ ...comment, span: inside.span(comment.span) })),
    ...comments
      .filter(({ span }) => span.start >= oldEnd)
      .map((comment) => ({ ...comment, span: behind.span(comment.span) })),
  ]);
  const below = items.length - (array.items.length - after);
  keptElements.set(tree, { above: first, below, shift: below - after });
  return asRegular(tree, [earlier, now.tree]);
}

/** By itself, because what is made later of the tree must not keep the tree before in memory. */
function treeOf(source: SourceText, entries: readonly Entry[], comments: readonly Comment[]): SyntaxTree {
  const root: TableNode = {
    kind: 'table',
    style: 'root',
    entries,
    span: { start: 0, end: source.text.length },
  };
  const statements = lazyStatements(source, root as OpenTable, () => regularLog(root));
  return {
    format: 'toml',
    source,
    root,
    documents: [root],
    problems: [],
    comments,
    get statements() {
      return statements();
    },
  };
}
