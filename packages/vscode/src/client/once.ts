/* What another extension offers or says too, for the same place of the same file, is not offered and said twice. */

/** An entry of the list of completions. */
export interface Offered {
  readonly label: string | { readonly label: string };
}

/** Ours that no other offers. */
export function notOffered<T extends Offered>(own: readonly T[], others: readonly Offered[]): T[] {
  const labels = new Set(others.map(labelOf));
  return own.filter((item) => !labels.has(labelOf(item)));
}

/** JSON shows keys and texts with their quotes or without. */
function labelOf({ label }: Offered): string {
  return (typeof label === 'string' ? label : label.label).replace(/^"|"$/g, '');
}

/**
 * The paragraphs of our hover that no other says; undefined where none is left. Where another explains the key, its title and
 * its values are not repeated either.
 */
export function notSaid(own: string, others: readonly string[]): string | undefined {
  const said = others.map(wordsOf);
  const paragraphs = own.split('\n\n');
  const isSaid = (paragraph: string): boolean => said.some((text) => text.includes(wordsOf(paragraph)));
  if (!paragraphs.slice(1).some(isSaid)) return own;
  const left = paragraphs.slice(1).filter((each) => !isSaid(each) && !each.startsWith('One of '));
  return left.length === 0 ? undefined : left.join('\n\n');
}

/** Markdown is escaped and marked in other ways by each. */
function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
