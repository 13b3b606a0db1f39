import type { Span } from './span.ts';

/** Replace the text of `span` by `newText`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * Edits in document order, or undefined when two of them overlap.
 * Two insertions at one place do not overlap: they keep the order in which they were given.
 */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
    )
    .map(({ edit }) => edit);
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]!.span.start < sorted[i - 1]!.span.end) return undefined;
  }
  return sorted;
}

/**
 * Applies edits that were all made against `text`.
 * @throws RangeError when edits overlap or leave the text: that is a mistake of the caller.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = sortEdits(edits);
  if (sorted === undefined) throw new RangeError('overlapping edits');
  const parts: string[] = [];
  let at = 0;
  for (const { span, newText } of sorted) {
    if (span.start < at || span.end < span.start || span.end > text.length)
      throw new RangeError('edit outside the text');
    parts.push(text.slice(at, span.start), newText);
    at = span.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
