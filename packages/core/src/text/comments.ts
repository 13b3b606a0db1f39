import type { SourceText } from './source.ts';

/** The first of the `#` comment lines right above a line (counting from 1), or that line itself. */
export function firstCommentAbove(source: SourceText, line: number): number {
  let first = line;
  while (
    first > 1 &&
    source
      .line(first - 1)
      .trimStart()
      .startsWith('#')
  )
    first--;
  return first;
}
