/*
 * Words of the protocol with a node, as 10-base.sh makes and reads them: `-` is no text, `=` stands before plain text,
 * `%` before text in which that sign is a blank, `~` before base64.
 */

/** The text of a word; core makes them (`wordOf`). */
export function fromWord(word: string): string {
  if (word.startsWith('=')) return word.slice(1);
  if (word.startsWith('%')) return word.slice(1).replaceAll('%', ' ');
  if (word.startsWith('~')) return Buffer.from(word.slice(1), 'base64').toString();
  return '';
}
