/** A text without the slashes at its end; linear, however many slashes stand elsewhere. */
export function withoutSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end--;
  return text.slice(0, end);
}
