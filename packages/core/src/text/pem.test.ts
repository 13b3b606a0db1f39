import { describe, expect, it } from 'vitest';
import { certificatesOfPem, pemBlocks, withoutPrivateKeys } from './pem.ts';

const one = '-----BEGIN CERTIFICATE-----\nAAAA\nBB==\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';

describe('the blocks of a PEM text', () => {
  it('finds every block and its label, whatever stands around', () => {
    const text =
      'junk\n-----BEGIN A B-----\nAQ ID\r\n-----END A B-----\n-----BEGIN C-----\n???\n-----END C-----';
    expect(pemBlocks(text)).toEqual([
      { label: 'A B', bytes: Uint8Array.of(1, 2, 3) },
      { label: 'C', bytes: undefined },
    ]);
  });

  it('passes over what is not closed', () => {
    expect(pemBlocks('-----BEGIN A-----\n-----BEGIN B-----\nAQID\n-----END A-----')).toEqual([]);
  });

  it('looks at each character of a hostile text a few times only', () => {
    expect(pemBlocks('-----BEGIN A-----'.repeat(100_000))).toEqual([]);
    expect(pemBlocks(`-----BEGIN ${'A'.repeat(1_000_000)}`)).toEqual([]);
  });
});

describe('certificates of a PEM file', () => {
  it('are taken in their order, without remarks and private keys', () => {
    expect(certificatesOfPem(`subject=CN\r\n${one}${key}# two\n${one.replace('AAAA', 'CCCC')}`)).toEqual({
      ok: true,
      pem: one + one.replace('AAAA', 'CCCC'),
    });
  });

  it('are refused where they are cut off, no base64, or none at all', () => {
    expect(certificatesOfPem(one.slice(0, 40))).toMatchObject({ reason: expect.stringContaining('END') });
    expect(certificatesOfPem(one.replace('BB==', '-----BEGIN CERTIFICATE-----'))).toMatchObject({
      ok: false,
    });
    expect(certificatesOfPem(one.replace('BB==', 'a: b'))).toMatchObject({ ok: false });
    expect(certificatesOfPem(key)).toMatchObject({ reason: expect.stringContaining('openssl x509') });
  });
});

describe('a text without its private keys', () => {
  it.each([
    ['one between certificates', `${one}${key}${one}`, `${one}(a private key, not shown)\n${one}`],
    ['of another kind', key.replaceAll('PRIVATE', 'RSA PRIVATE'), '(a private key, not shown)\n'],
    ['one that is cut off', `${one}${key.slice(0, 40)}`, `${one}(a private key, not shown)`],
    [
      'one whose end is that of another',
      `${key.replace('END PRIVATE KEY', 'END CERTIFICATE')}${one}`,
      '(a private key, not shown)',
    ],
    ['none', one, one],
  ])('%s', (_, text, expected) => {
    expect(withoutPrivateKeys(text)).toBe(expected);
  });
});
