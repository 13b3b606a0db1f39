import type { SyntaxTree } from './tree.ts';

/** Index of the last statement that starts at or before an offset; -1 when there is none. */
export function statementAt({ statements }: SyntaxTree, offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
