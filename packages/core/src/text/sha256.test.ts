import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';
import { encodeUtf8, textOfFile } from './utf8.ts';

const reference = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

test('every length around the block borders hashes as in the system library', () => {
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
    expect(sha256(bytes)).toBe(reference(bytes));
  }
});

test('any bytes and any text hash as in the system library', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => sha256(bytes) === reference(bytes)));
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => sha256(text) === reference(text)));
});

test('a megabyte hashes as in the system library', () => {
  const bytes = new Uint8Array(1 << 20).fill(0xa5);
  expect(sha256(bytes)).toBe(reference(bytes));
});

test('any text encodes as in the platform, half surrogate pairs included', () => {
  const encoder = new TextEncoder();
  const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(text, (value) => {
      expect(encodeUtf8(value)).toEqual(encoder.encode(value));
    }),
  );
});

test('any bytes decode as in the platform, and those that do not are refused by both', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const platform = (bytes: Uint8Array): string | undefined => {
    if (bytes.includes(0)) return undefined;
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
  const nearUtf8 = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(60), fc.integer({ min: 0, max: 255 }))
    .map(([text, at, byte]) => {
      const bytes = new TextEncoder().encode(text);
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 12 }), nearUtf8), (bytes) => {
      expect(textOfFile(bytes)).toBe(platform(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('a long text survives both ways', () => {
  const text = 'mirror ü € 😀\n'.repeat(5000);
  expect(textOfFile(encodeUtf8(text))).toBe(text);
});
