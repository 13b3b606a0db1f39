import { type ParseResult, parseCanonical, type Reference } from './reference.ts';

/**
 * How much of `name` the prefix of a registry table matches, or -1 (`refMatchingPrefix` upstream).
 * A match ends at the end of the name or before `/`, `:` or `@`. `*.host` matches any depth of sub-domain; only the
 * first occurrence of `.host` counts, as upstream.
 * @param wildcards false for releases before 5.11, which take `*` literally.
 */
export function matchPrefix(name: string, prefix: string, wildcards = true): number {
  if (wildcards && prefix.startsWith('*.')) return matchWildcard(name, prefix.slice(1));
  if (!name.startsWith(prefix)) return -1;
  return endsAtBoundary(name, prefix.length) ? prefix.length : -1;
}

function matchWildcard(name: string, suffix: string): number {
  const index = name.indexOf(suffix);
  if (index === -1 || name.slice(0, index).includes('/')) return -1;
  const end = index + suffix.length;
  return endsAtBoundary(name, end) ? end : -1;
}

function endsAtBoundary(name: string, end: number): boolean {
  if (end === name.length) return true;
  const next = name[end];
  return next === '/' || next === ':' || next === '@';
}

/**
 * The reference an endpoint would be asked for: its location followed by what the prefix left over.
 * An empty location (wildcard tables only) leaves the reference as it is.
 * @param canonical the full reference, tag and digest included.
 */
export function rewriteReference(
  canonical: string,
  reference: Reference,
  matched: number,
  location: string,
): ParseResult<Reference> {
  if (location === '') return { ok: true, value: reference };
  const rewritten = parseCanonical(location + canonical.slice(matched));
  return rewritten.ok ? rewritten : { ok: false, error: `rewriting reference: ${rewritten.error}` };
}

/** Order of Go strings: by bytes of UTF-8, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
