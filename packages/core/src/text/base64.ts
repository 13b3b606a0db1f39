/* Base64 without anything but the language: core runs where `atob` does not exist. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((letter, value) => [letter.charCodeAt(0), value]));
const quads = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Whether Go's `base64.StdEncoding` decodes the text: padded, line ends anywhere, no other white space, bits beyond
 * the last byte ignored.
 */
export function isBase64(text: string): boolean {
  return quads.test(withoutLineEnds(text));
}

/** The bytes of such a text; undefined where it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const clean = withoutLineEnds(text);
  if (!quads.test(clean)) return undefined;
  const letters = clean.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (let index = 0; index < letters.length; index += 1) {
    bits = ((bits << 6) | values.get(letters.charCodeAt(index))!) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = (bits >> held) & 0xff;
    at += 1;
  }
  return bytes;
}

function withoutLineEnds(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, '') : text;
}

/** Bytes as base64, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    const four = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    const used = Math.min(4, bytes.length - at + 1);
    text += four.map((value, index) => (index < used ? alphabet[value] : '=')).join('');
  }
  return text;
}
