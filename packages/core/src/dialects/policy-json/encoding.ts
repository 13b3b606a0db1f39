const quads = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Whether Go's `base64.StdEncoding` decodes the text: padded, line ends anywhere, no other white space, bits beyond
 * the last byte ignored.
 */
export function isBase64(text: string): boolean {
  return quads.test(/[\r\n]/.test(text) ? text.replace(/[\r\n]/g, '') : text);
}

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
