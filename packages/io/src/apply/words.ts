/*
 * Words of the protocol with a node, as 10-base.sh makes and reads them: `-` is no text, `=` stands before plain text,
 * `~` before base64.
 */

/** The text of a word; core makes them (`wordOf`). */
export function fromWord(word: string): string {
  if (word.startsWith('=')) return word.slice(1);
  if (word.startsWith('~')) return Buffer.from(word.slice(1), 'base64').toString();
  return '';
}

/** Content as lines that every base64 program reads. */
export function toLines(content: Uint8Array): string {
  const text = Buffer.from(content).toString('base64');
  return (text.match(/.{1,76}/g) ?? []).map((line) => `${line}\n`).join('');
}
