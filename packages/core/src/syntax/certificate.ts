/** What of an X.509 certificate decides whether it serves as an anchor of trust. */
export interface Certificate {
  /** Milliseconds since 1970 in UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Whether it may sign others: the extension says so, or it is of a version that has no extensions. */
  readonly isAuthority: boolean;
}

/**
 * Reads a certificate in DER, along the one path that leads to its dates and its basic constraints. Undefined for
 * anything else. Nothing is verified. Source: RFC 5280, section 4.1; ITU-T X.690 for the encoding.
 */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  const whole = elementAt(bytes, 0, bytes.length);
  if (whole?.tag !== tags.sequence || whole.end !== bytes.length) return undefined;
  const [body, algorithm, signature] = childrenOf(bytes, whole) ?? [];
  if (body?.tag !== tags.sequence || algorithm === undefined || signature === undefined) return undefined;
  const parts = childrenOf(bytes, body);
  if (parts === undefined) return undefined;
  const fields = parts[0]?.tag === tags.version ? parts.slice(1) : parts;
  const validity = fields[3];
  const dates = validity?.tag === tags.sequence ? childrenOf(bytes, validity) : undefined;
  const [notBefore, notAfter] = (dates ?? []).map((date) => timeOf(bytes, date));
  if (notBefore === undefined || notAfter === undefined) return undefined;
  const extensions = parts.find(({ tag }) => tag === tags.extensions);
  const isAuthority = isOldVersion(bytes, parts[0]) || maySign(bytes, extensions);
  return { notBefore, notAfter, isAuthority };
}

const tags = {
  boolean: 0x01,
  octets: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/** A value of DER: where its content stands. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** DER has lengths of one form only: definite ones. */
function elementAt(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > limit) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4) return undefined;
  const start = at + 2 + count;
  let length = count === 0 ? first : 0;
  for (const byte of bytes.subarray(at + 2, start)) length = length * 256 + byte;
  return start + length <= limit ? { tag, start, end: start + length } : undefined;
}

/** The values that one is made of; undefined where they do not fill it. */
function childrenOf(bytes: Uint8Array, { start, end }: Element): readonly Element[] | undefined {
  const found: Element[] = [];
  for (let at = start; at < end; ) {
    const child = elementAt(bytes, at, end);
    if (child === undefined) return undefined;
    found.push(child);
    at = child.end;
  }
  return found;
}

function timeOf(bytes: Uint8Array, { tag, start, end }: Element): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16)));
  const short = tag === tags.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) : null;
  const long = tag === tags.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) : null;
  const [year = 0, month = 0, day, hour, minute, second] = (short ?? long)?.slice(1).map(Number) ?? [];
  if (day === undefined) return undefined;
  const century = short === null ? 0 : year >= 50 ? 1900 : 2000;
  return Date.UTC(century + year, month - 1, day, hour, minute, second);
}

/** Versions 1 and 2 know no extensions: any of their certificates is taken for an authority. */
function isOldVersion(bytes: Uint8Array, version: Element | undefined): boolean {
  return version?.tag !== tags.version || bytes[version.end - 1]! < 2;
}

/** Whether the basic constraints say that it is an authority. Without them it is none. */
function maySign(bytes: Uint8Array, extensions: Element | undefined): boolean {
  const list = extensions === undefined ? undefined : childrenOf(bytes, extensions)?.[0];
  for (const extension of (list === undefined ? undefined : childrenOf(bytes, list)) ?? []) {
    const parts = childrenOf(bytes, extension) ?? [];
    const [oid] = parts;
    if (oid?.tag !== tags.oid || !isBasicConstraints(bytes, oid)) continue;
    const value = parts.find(({ tag }) => tag === tags.octets);
    const inner = value === undefined ? undefined : elementAt(bytes, value.start, value.end);
    const flag = inner === undefined ? undefined : childrenOf(bytes, inner)?.[0];
    return flag?.tag === tags.boolean && bytes[flag.start] !== 0;
  }
  return false;
}

/** 2.5.29.19 */
function isBasicConstraints(bytes: Uint8Array, { start, end }: Element): boolean {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x1d && bytes[start + 2] === 0x13;
}
