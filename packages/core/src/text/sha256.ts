import { encodeUtf8 } from './utf8.ts';

/** The fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const constants = fractions(64, (prime) => Math.cbrt(prime));
/** The fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const initial = fractions(8, (prime) => Math.sqrt(prime));

function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const found = new Uint32Array(count);
  let filled = 0;
  for (let number = 2; filled < count; number++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) isPrime = false;
    if (isPrime) found[filled++] = ((root(number) % 1) * 0x100000000) >>> 0;
  }
  return found;
}

/**
 * SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hex digits (FIPS 180-4). Plans are named by it wherever core
 * runs, and a web worker has no synchronous hash of its own. It guards against mistakes and tampering, not timing.
 */
export function sha256(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  const state = Uint32Array.from(initial);
  const words = new Uint32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) compress(state, words, bytes, at);
  const rest = bytes.length - whole;
  const tail = new Uint8Array(rest < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[rest] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += 64) compress(state, words, tail, at);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function compress(state: Uint32Array, words: Uint32Array, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < 16; index++) {
    const from = at + index * 4;
    words[index] =
      (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
  }
  for (let index = 16; index < 64; index++) {
    const [old, recent] = [words[index - 15]!, words[index - 2]!];
    const small0 = rotate(old, 7) ^ rotate(old, 18) ^ (old >>> 3);
    const small1 = rotate(recent, 17) ^ rotate(recent, 19) ^ (recent >>> 10);
    words[index] = (words[index - 16]! + small0 + words[index - 7]! + small1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let index = 0; index < 64; index++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + constants[index]! + words[index]!) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index]! + value) | 0;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
