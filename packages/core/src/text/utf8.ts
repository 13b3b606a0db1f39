/** The bytes of a text in UTF-8; half a surrogate pair becomes U+FFFD, as in every encoder of the web. */
export function encodeUtf8(text: string): Uint8Array {
  // three bytes for each unit is the most that can be needed
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const code = scalarAt(text, index);
    if (code > 0xffff) index++;
    at = put(bytes, at, code);
  }
  return bytes.slice(0, at);
}

function scalarAt(text: string, index: number): number {
  const code = text.codePointAt(index)!;
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

function put(bytes: Uint8Array, start: number, code: number): number {
  if (code < 0x80) {
    bytes[start] = code;
    return start + 1;
  }
  const length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  let rest = code;
  for (let at = start + length - 1; at > start; at--) {
    bytes[at] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  bytes[start] = ((0xf00 >> length) & 0xff) | rest;
  return start + length;
}

/** The text of UTF-8 bytes; undefined where they are none (RFC 3629: no overlong forms, no surrogates). */
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

/** The text of a file: a byte order mark is kept, and NUL makes it none. Encoding the answer gives the same bytes again. */
export function textOfFile(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : decodeUtf8(bytes);
}
