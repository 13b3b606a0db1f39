import { lastStarting } from '../text/last-starting.ts';
import type { SyntaxTree } from './tree.ts';

/** Index of the last statement that starts at or before an offset; -1 when there is none. */
export function statementAt({ statements }: SyntaxTree, offset: number): number {
  return lastStarting(statements, offset);
}
