/** What people leave in from an example: angle brackets, xxx, your-..., CHANGE_ME, FULLY.QUALIFIED. */
const placeholder =
  /[<>{}$]|(?:^|[./_-])x{3,}(?:[./_-]|$)|your[-_.]?(?:id|name|domain|registry|mirror|company|host|org)|change[-_]?me|fully\.qualified|replace[-_]?(?:me|with)/i;

/** Whether a host or path is surely a placeholder and not a name. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text);
}
