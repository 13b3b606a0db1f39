/** The location or prefix as the reader keeps it: without trailing slashes. */
export function trimSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 47) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Whether the reader refuses it for its scheme: the two it looks for, in lower case only. */
export function hasScheme(text: string): boolean {
  return text.startsWith('http://') || text.startsWith('https://');
}
