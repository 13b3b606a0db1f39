/** What people leave in from an example: angle brackets, xxx, your-..., CHANGE_ME, FULLY.QUALIFIED. */
const placeholder =
  /[<>{}$]|(?:^|[./_-])x{3,}(?:[./_-]|$)|your[-_.]?(?:id|name|domain|registry|mirror|company|host|org)|change[-_]?me|fully\.qualified|replace[-_]?(?:me|with)/i;

/** Whether a host or path is surely a placeholder and not a name. */
export function isPlaceholder(text: string): boolean {
  return mayBePlaceholder(text) && placeholder.test(text);
}

/** Rules most names out, in a tenth of the time: every placeholder holds one of these. */
function mayBePlaceholder(text: string): boolean {
  if (/[<>{}$A-Z]/.test(text)) return true;
  return (
    text.includes('xxx') ||
    text.includes('your') ||
    text.includes('change') ||
    text.includes('fully') ||
    text.includes('replace')
  );
}
