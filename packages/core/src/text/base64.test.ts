import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { decodeUtf8 } from './utf8.ts';

describe('bytes', () => {
  it('are decoded from base64 as everywhere', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      }),
    );
    expect(decodeBase64('QU\nJD\r\n')).toEqual(Uint8Array.from([65, 66, 67]));
    for (const wrong of ['QUJ', 'QU JD', '-----BEGIN', 'QUI=x', '='])
      expect(decodeBase64(wrong)).toBeUndefined();
  });

  it('are text exactly where they are valid UTF-8', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const reference = (bytes: Uint8Array): string | undefined => {
      try {
        return strict.decode(bytes);
      } catch {
        return undefined;
      }
    };
    const nearly = fc.string({ unit: 'binary', maxLength: 50 }).map((text) => new TextEncoder().encode(text));
    const broken = fc
      .tuple(nearly, fc.nat(), fc.nat(255))
      .map(([bytes, at, byte]) => bytes.map((old, index) => (index === at % bytes.length ? byte : old)));
    fc.assert(
      fc.property(fc.oneof(nearly, broken, fc.uint8Array()), (bytes) => {
        expect(decodeUtf8(bytes)).toBe(reference(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('may be many', () => {
    const text = 'ä€😀x'.repeat(100_000);
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  });
});
