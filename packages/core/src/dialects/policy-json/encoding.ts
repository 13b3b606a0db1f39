const digestForms: ReadonlyMap<string, RegExp> = new Map([
  ['sha256', /^[a-f0-9]{64}$/],
  ['sha384', /^[a-f0-9]{96}$/],
  ['sha512', /^[a-f0-9]{128}$/],
]);

/** Whether the text is a digest of an algorithm that the readers are built with. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(':');
  return colon > 0 && digestForms.get(text.slice(0, colon))?.test(text.slice(colon + 1)) === true;
}

/** A string as Go's JSON decoder holds it: half surrogates become U+FFFD, so two such keys may be the same. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
