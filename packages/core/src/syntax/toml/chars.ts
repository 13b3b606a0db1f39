export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const APOSTROPHE = 0x27;
export const COMMA = 0x2c;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

const BARE = 1;
const WORD_END = 2;

const CLASSES: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128);
  const mark = (chars: string, flag: number): void => {
    for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)]! |= flag;
  };
  mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', BARE);
  mark(' \t\n\r,]}#=', WORD_END);
  return table;
}

/** Whether a bare key may hold it. */
export function isBare(code: number): boolean {
  return code < 128 && (CLASSES[code]! & BARE) !== 0;
}

/** Whether it ends a value without quotes. */
export function isWordEnd(code: number): boolean {
  return code < 128 && (CLASSES[code]! & WORD_END) !== 0;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The value of a digit up to base 16, or 99 for anything else. */
export function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return 99;
}

/** Control characters that TOML allows nowhere; tab, LF and CR are judged by their place. */
export function isControl(code: number): boolean {
  return (code < SPACE && code !== TAB && code !== LF && code !== CR) || code === 0x7f;
}
