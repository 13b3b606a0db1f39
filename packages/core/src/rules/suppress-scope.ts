import type { Comment, SyntaxTree, ValueNode } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';

/** Says what a suppressing comment covers in a tree. Built once per tree, then logarithmic per comment. */
export function statementSpans(tree: SyntaxTree): (comment: Comment) => Span | undefined {
  const spans = tree.format === 'toml' ? tomlSpans(tree) : nodeSpans(tree);
  return (comment) => {
    const before = spans[firstAt(spans, comment.span.start) - 1];
    if (before !== undefined && before.end > comment.span.start && tree.format === 'toml') {
      return nextLine(tree, comment);
    }
    if (!comment.ownLine && before !== undefined) return before.covers;
    return spans[firstAt(spans, comment.span.end)]?.covers;
  };
}

/** A statement: its own extent, and the wider one a suppression covers. */
interface Covered extends Span {
  readonly covers: Span;
}

function tomlSpans(tree: SyntaxTree): readonly Covered[] {
  return tree.statements.map(({ span, kind, table }) => {
    const opens = kind === 'header' || kind === 'array-header';
    const end = opens ? Math.max(span.end, table.span.end) : span.end;
    return { ...span, covers: { start: span.start, end } };
  });
}

/** Entries and items of a YAML tree by their start; of those that start together the outermost. */
function nodeSpans(tree: SyntaxTree): readonly Covered[] {
  const spans: Covered[] = [];
  const todo: ValueNode[] = tree.documents.toReversed();
  const push = (span: Span): void => {
    spans.push({ ...span, covers: span });
  };
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.kind === 'array') {
      for (const item of node.items) push(item.span);
      for (const item of node.items.toReversed()) todo.push(item);
    }
    if (node.kind === 'table') {
      for (const entry of node.entries) push(entry.span);
      for (const entry of node.entries.toReversed()) todo.push(entry.value);
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return spans.filter(({ start }, index) => index === 0 || spans[index - 1]!.start !== start);
}

/** Lines of comments that may stand between a suppression and the item it is for. */
const longestGap = 50;

/** Inside a multi-line array: the next line that holds more than a comment. */
function nextLine(tree: SyntaxTree, comment: Comment): Span {
  const { source } = tree;
  const { line } = source.position(comment.span.start);
  const starts = source.lineStarts();
  let at = comment.ownLine ? line + 1 : line;
  const last = Math.min(starts.length, at + longestGap);
  while (at < last && /^[ \t]*(#|$)/.test(source.line(at))) at++;
  const start = starts[at - 1] ?? source.text.length;
  return { start, end: start + source.line(at).length };
}

/** Index of the first span that starts at or after `offset`. */
function firstAt(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
