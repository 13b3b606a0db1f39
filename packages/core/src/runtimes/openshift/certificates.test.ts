import { describe, expect, it } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import { type Certificates, certificatesOf } from './certificates.ts';
import { parseRelease } from './releases.ts';

function certificates(text: string, release = '4.16'): Certificates {
  return certificatesOf(readResources(sourceText(text)), parseRelease(release)!);
}

const image =
  'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {additionalTrustedCA: {name: cas}}\n';
const map = (name: string, namespace: string, rest: string): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\n${rest}\n`;

describe('certificates that nodes get', () => {
  it('lie in the folder of the registry, every two dots standing for a colon from 4.14 on', () => {
    const text = image + map('cas', 'openshift-config', 'data: {"a..b..5000": X, "m.example": Y}');
    expect([...certificates(text).files]).toEqual([
      ['/etc/docker/certs.d/a:b:5000/ca.crt', 'X'],
      ['/etc/docker/certs.d/m.example/ca.crt', 'Y'],
    ]);
    expect([...certificates(text, '4.13').files.keys()]).toContain('/etc/docker/certs.d/a..b:5000/ca.crt');
  });

  it('are those of the own registry and those given, which win', () => {
    const text =
      image +
      map('image-registry-ca', 'openshift-config-managed', 'data: {"r.svc..5000": OWN, other: OWN}') +
      map('cas', 'openshift-config', 'data: {other: GIVEN}');
    expect([...certificates(text).files]).toEqual([
      ['/etc/docker/certs.d/other/ca.crt', 'GIVEN'],
      ['/etc/docker/certs.d/r.svc:5000/ca.crt', 'OWN'],
    ]);
  });

  it('are decoded where they are base64, and named where they are no text', () => {
    const rest = 'data: {z: aGVsbG8=, a: plain text}\nbinaryData: {der: MIIBCv8=, m: d29ybGQ=}';
    const { files, binary } = certificates(image + map('cas', 'openshift-config', rest));
    expect([...files]).toEqual([
      ['/etc/docker/certs.d/a/ca.crt', 'plain text'],
      ['/etc/docker/certs.d/z/ca.crt', 'hello'],
      ['/etc/docker/certs.d/m/ca.crt', 'world'],
    ]);
    expect(binary.map(({ key }) => key.value)).toEqual(['der']);
  });

  it('come without a private key that stands among them, which is named', () => {
    const key = '-----BEGIN PRIVATE KEY-----\\nc2VjcmV0\\n-----END PRIVATE KEY-----\\n';
    const rest = `data: {a: "before\\n${key}", b: "no key"}`;
    const { files, privateKeys } = certificates(image + map('cas', 'openshift-config', rest));
    expect(files.get('/etc/docker/certs.d/a/ca.crt')).toBe('before\n(a private key, not shown)\n');
    expect(privateKeys.map((entry) => entry.key.value)).toEqual(['a']);
  });

  it('are missing where the config map is not there, or in another namespace', () => {
    expect(certificates(image)).toMatchObject({ missing: 'cas' });
    expect(certificates(image + map('cas', 'default', 'data: {a: X}'))).toMatchObject({ missing: 'cas' });
    expect(certificates(image + map('cas', 'openshift-config', 'data: {}')).missing).toBeUndefined();
  });

  it('are left alone without an image configuration', () => {
    const { files, missing } = certificates(map('cas', 'openshift-config', 'data: {a: X}'));
    expect([files.size, missing]).toEqual([0, undefined]);
  });
});
