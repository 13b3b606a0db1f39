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

/**
 * The text of bytes in UTF-8, a byte order mark kept, or undefined when they are none (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF) or hold a NUL byte: encoding the answer gives the same bytes again.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAfter(bytes[at]!);
    const code = length === 0 ? undefined : scalarIn(bytes, at, length);
    if (code === undefined) return undefined;
    at += length;
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    if (units.length > 8000) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join('');
}

/** How many bytes a character has, by its first; 0 for bytes that start none, NUL included. */
function lengthAfter(first: number): number {
  if (first < 0x80) return first === 0 ? 0 : 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

function scalarIn(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (length === 1) return bytes[at]!;
  if (at + length > bytes.length) return undefined;
  let code = bytes[at]! & (0x7f >> length);
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next]!;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  if (length === 3 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return undefined;
  if (length === 4 && (code < 0x10000 || code > 0x10ffff)) return undefined;
  return code;
}
