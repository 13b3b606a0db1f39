/**
 * A key as Go's `strings.EqualFold` compares it, for ASCII field names: lower case, and the two letters outside ASCII
 * that fold into it (long s, Kelvin sign).
 */
export function foldKey(key: string): string {
  return key.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}
