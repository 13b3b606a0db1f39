import type { SyntaxProblem, SyntaxTree, TableNode } from '../../syntax/tree.ts';
import { conflictProblems } from './decoder.ts';

/**
 * The tables of a document in whose header or lines something could not be read. What such a table lacks may stand in
 * the part that was not understood. Keys given twice do not count: they were read.
 */
export function brokenTables(tree: SyntaxTree, problems: readonly SyntaxProblem[]): ReadonlySet<TableNode> {
  const broken = new Set<TableNode>();
  const unread = problems.filter(({ id }) => !conflictProblems.has(id));
  if (unread.length === 0) return broken;
  const { statements } = tree;
  let table = tree.root as TableNode;
  let next = 0;
  for (const { span } of unread) {
    for (; next < statements.length && statements[next]!.span.start <= span.start; next++)
      table = statements[next]!.table;
    broken.add(table);
  }
  return broken;
}
