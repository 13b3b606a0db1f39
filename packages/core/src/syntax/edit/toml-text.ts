import stringify from '@iarna/toml/stringify.js';
import { isArray, isObject, type PlainValue } from './plain-value.ts';

/** How strings are quoted in the neighbourhood. */
export type Quotes = 'basic' | 'literal';

/**
 * A value as TOML on one line. Integers have no underscores, arrays no inner spaces, every control character is
 * escaped. A lone surrogate cannot stand in TOML and becomes U+FFFD.
 * @throws RangeError for null, which TOML does not have.
 */
export function tomlValue(value: PlainValue, quotes: Quotes): string {
  if (value === null) throw new RangeError('TOML has no null');
  if (typeof value === 'string') return tomlString(value, quotes);
  if (typeof value === 'number') return tomlNumber(value);
  if (typeof value === 'bigint') return stringify.value(value).replaceAll('_', '');
  if (isArray(value)) return `[${value.map((item) => tomlValue(item, quotes)).join(', ')}]`;
  if (isObject(value)) {
    const parts = Object.entries(value).map(
      ([key, inner]) => `${tomlKey(key, quotes)} = ${tomlValue(inner, quotes)}`,
    );
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }
  return stringify.value(value);
}

/** A number; one that is not an integer, or too large for one, is a float. */
function tomlNumber(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return stringify.value(value).replaceAll('_', '');
  if (!Number.isFinite(value) || Object.is(value, -0)) return stringify.value(value);
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function tomlString(value: string, quotes: Quotes): string {
  const text = value.toWellFormed();
  if (quotes === 'literal' && !/[\x00-\x08\x0a-\x1f\x7f']/.test(text)) return `'${text}'`;
  return stringify.value(text).replace(/[\x00-\x1f\x7f]/g, escapeControl);
}

function escapeControl(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A multi-line string with the value's own line ends; literal where that can hold it. */
export function tomlMultiline(value: string, quotes: Quotes, eol: string): string {
  const text = value.toWellFormed();
  // A bare CR, or line ends that are not those of the file, would not survive.
  if (text.replaceAll('\r\n', '\n').includes('\r') || (eol === '\n') === text.includes('\r\n'))
    return tomlString(value, 'basic');
  if (quotes === 'literal' && !/'''|'$|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text))
    return `'''${eol}${text}'''`;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/"(?="")|"$/g, '\\"')
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, escapeControl);
  return `"""${eol}${escaped}"""`;
}

/** A key, bare where TOML allows it. */
export function tomlKey(key: string, quotes: Quotes = 'basic'): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key, quotes);
}
