import type { SyntaxTree, TableNode } from '../../syntax/tree.ts';

/**
 * The text of a YAML document that is a resource by itself: from behind its `---` to before the next. Undefined for an
 * item of a list and for JSON, whose text is no document.
 */
export function documentText(tree: SyntaxTree, node: TableNode): string | undefined {
  const index = tree.documents.indexOf(node);
  if (index === -1 || node.style !== 'block') return undefined;
  const { text } = tree.source;
  const before = text.slice(tree.documents[index - 1]?.span.end ?? 0, node.span.start);
  const next = tree.documents[index + 1]?.span.start ?? text.length;
  const after = text.slice(node.span.end, next);
  const start = node.span.start - before.length + startOf(before);
  return `${text.slice(start, node.span.end + endOf(after)).trimEnd()}\n`.replace(/^(?:[ \t]*\r?\n)+/, '');
}

/** Behind the last line of `---`, which may have a comment. */
function startOf(before: string): number {
  const marks = [...before.matchAll(/^---(?:[ \t].*)?(?:\r?\n|$)/gm)];
  const last = marks.at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

function endOf(after: string): number {
  const mark = /^(?:---|\.\.\.)(?:\s|$)/m.exec(after);
  return mark?.index ?? after.length;
}
