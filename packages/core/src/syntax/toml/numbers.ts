import { DOT, digitValue, isDigit } from './chars.ts';

/** What a word without quotes reads as, or the fault that it has. */
export type NumberResult =
  | { readonly type: 'integer' | 'float'; readonly value: number | bigint; readonly fault?: NumberFault }
  | { readonly type: 'fault'; readonly fault: NumberFault };

export interface NumberFault {
  readonly id: string;
  readonly message: string;
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Reads a number in one of the forms of TOML: decimal, 0x, 0o, 0b, float, inf, nan. */
export function readNumber(word: string): NumberResult {
  const first = word.charCodeAt(0);
  const signed = first === 0x2b || first === 0x2d;
  const body = signed ? 1 : 0;
  const second = word.charCodeAt(body);
  if (!isDigit(second)) return readNamed(word, body);
  if (second === 0x30 && !signed) {
    const base = baseOf(word.charCodeAt(1));
    if (base !== 0) return readBased(word, base);
  }
  return readDecimal(word, body);
}

function readNamed(word: string, body: number): NumberResult {
  const name = word.slice(body);
  if (name === 'inf') return { type: 'float', value: word.startsWith('-') ? -Infinity : Infinity };
  if (name === 'nan') return { type: 'float', value: Number.NaN };
  return fault('invalid-number', 'is not a number');
}

function baseOf(code: number): number {
  if (code === 0x78) return 16;
  if (code === 0x6f) return 8;
  return code === 0x62 ? 2 : 0;
}

function fault(id: string, message: string): NumberResult {
  return { type: 'fault', fault: { id, message } };
}

function readBased(word: string, base: number): NumberResult {
  const end = digitsEnd(word, 2, base);
  if (end === -1) return fault('misplaced-underscore', 'needs a digit on both sides of an underscore');
  if (end === 2 || end !== word.length) return fault('invalid-number', `is not a number of base ${base}`);
  return integer(word.replaceAll('_', ''));
}

/** Where the digits from `start` end; -1 after a misplaced underscore. */
function digitsEnd(word: string, start: number, base: number): number {
  let at = start;
  let afterDigit = false;
  for (; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code === 0x5f) {
      if (!afterDigit) return -1;
      afterDigit = false;
    } else if (digitValue(code) < base) afterDigit = true;
    else break;
  }
  return at > start && !afterDigit ? -1 : at;
}

function readDecimal(word: string, body: number): NumberResult {
  let at = digitsEnd(word, body, 10);
  if (at === -1) return fault('misplaced-underscore', 'needs a digit on both sides of an underscore');
  const leadingZero = word.charCodeAt(body) === 0x30 && at > body + 1;
  let float = false;
  if (word.charCodeAt(at) === DOT) {
    float = true;
    const end = digitsEnd(word, at + 1, 10);
    if (end === -1) return fault('misplaced-underscore', 'needs a digit on both sides of an underscore');
    if (end === at + 1) return fault('invalid-number', 'needs a digit on both sides of the dot');
    at = end;
  }
  if ((word.charCodeAt(at) | 0x20) === 0x65) {
    float = true;
    at++;
    if (word.charCodeAt(at) === 0x2b || word.charCodeAt(at) === 0x2d) at++;
    const end = digitsEnd(word, at, 10);
    if (end === -1) return fault('misplaced-underscore', 'needs a digit on both sides of an underscore');
    if (end === at) return fault('invalid-number', 'has an exponent without digits');
    at = end;
  }
  if (at !== word.length) return fault('invalid-number', 'is not a number');
  if (leadingZero) return fault('leading-zero', 'must not start with a zero');
  const digits = word.replaceAll('_', '');
  return float ? { type: 'float', value: Number(digits) } : integer(digits);
}

function integer(digits: string): NumberResult {
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return { type: 'integer', value: value === 0 ? 0 : value };
  const big = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
  if (big >= INT64_MIN && big <= INT64_MAX) return { type: 'integer', value: big };
  const outside = { id: 'integer-out-of-range', message: 'does not fit into 64 bits' };
  return { type: 'integer', value: big, fault: outside };
}
