import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pemBlocks } from '../text/pem.ts';
import { readCertificate } from './certificate.ts';

/** A certificate made by the real program. */
function certificate(...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const out = join(folder, 'ca.pem');
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', out, '-subj', '/CN=Lab CA/O=Ünited', '-utf8'];
  const { status, stderr } = spawnSync('openssl', [...args, ...files, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const text = readFileSync(out, 'utf8');
  rmSync(folder, { recursive: true });
  return text;
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl && process.env.CI === 'true') throw new Error('apt-get install openssl');

function only(text: string): ReturnType<typeof readCertificate> {
  const [block] = pemBlocks(text);
  return block?.bytes === undefined ? undefined : readCertificate(block.bytes);
}

describe.skipIf(!hasOpenssl)('a certificate made by openssl (apt-get install openssl)', () => {
  it.each([
    ['an authority', ['-addext', 'basicConstraints=critical,CA:TRUE'], true],
    ['one that is none', ['-addext', 'basicConstraints=CA:FALSE'], false],
    ['one for far more than a century', ['-days', '54750'], true],
  ] as const)('is read as another reader reads it: %s', (_, options, isAuthority) => {
    const text = certificate(...options);
    const other = new X509Certificate(text);
    expect(only(text)).toEqual({
      notBefore: Date.parse(other.validFrom),
      notAfter: Date.parse(other.validTo),
      isAuthority,
    });
    expect(other.ca).toBe(isAuthority);
  });

  it('is none with any byte cut off', () => {
    const bytes = pemBlocks(certificate())[0]!.bytes!;
    for (let length = 0; length < bytes.length; length += 7)
      expect(readCertificate(bytes.subarray(0, length))).toBeUndefined();
  });
});

describe('hostile bytes', () => {
  it('never make the reader fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readCertificate(bytes);
        readCertificate(Uint8Array.of(0x30, bytes.length, ...bytes));
      }),
    );
  });

  it('are no certificate, however deep they nest', () => {
    const depth = 200_000;
    const bytes = new Uint8Array(depth * 6);
    for (let level = 0; level < depth; level++) {
      const length = bytes.length - (level + 1) * 6;
      bytes.set([0x30, 0x84, length >>> 24, length >>> 16, length >>> 8, length], level * 6);
    }
    expect(readCertificate(bytes)).toBeUndefined();
  });
});
