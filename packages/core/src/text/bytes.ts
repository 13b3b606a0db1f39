/* Base64 and UTF-8 without anything but the language: core runs where neither `atob` nor `TextDecoder` exists. */

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

/** The text of UTF-8 bytes; undefined where they are none (certificates in binary form, pictures). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    if (length === 0 || at + length > bytes.length) return undefined;
    const point = codePoint(bytes, at, length);
    if (point === undefined) return undefined;
    units.push(point);
    at += length;
    if (units.length < 8192) continue;
    parts.push(String.fromCodePoint(...units));
    units = [];
  }
  return parts.join('') + String.fromCodePoint(...units);
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

const least = [0, 0, 0x80, 0x800, 0x10000];

function codePoint(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (length === 1) return bytes[at]!;
  let point = bytes[at]! & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next]!;
    if ((byte & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (byte & 0x3f);
  }
  const surrogate = point >= 0xd800 && point < 0xe000;
  return point < least[length]! || point > 0x10ffff || surrogate ? undefined : point;
}
