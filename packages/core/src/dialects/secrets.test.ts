import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, maskText } from './secrets.ts';

const planted = 'Pl4nted+S3cret';

describe('a masked text', () => {
  test.each([
    ['etc/rancher/k3s/registries.yaml', `configs:\n  reg.example:\n    auth:\n      password: ${planted}\n`],
    [
      'etc/rancher/k3s/registries.yaml',
      `configs:\n  reg.example:\n    auth: {identity_token: "${planted}"}\n`,
    ],
    ['registries.yaml', `password: |\n  ${planted}\n  ${planted}\n`],
    ['auth.json', `{"auths": {"reg.example": {"auth": "${planted}"}}}`],
    ['config', `{"auths": {"reg.example": {"anything": ["${planted}"]}}}`],
    ['.dockercfg', `{"reg.example": {"auth": "${planted}", "email": "a@b.example"}}`],
    ['broken.json', `{"auths": {"reg.example": {"auth": "${planted}"`],
    ['hosts.toml', `[host."https://reg.example".header]\n  x-custom = ["${planted}"]\n`],
    ['hosts.toml', `[host."https://reg.example".header]\n  authorization = "Bearer ${planted}"\n`],
    ['daemon.json', `{"registry-mirrors": ["https://user:${planted}@reg.example"]}`],
    ['registries.conf', `[[registry]]\nlocation = "user:${planted}@reg.example/x"\n`],
    ['registries.conf', `# curl -H 'Authorization: Basic ${planted}' https://reg.example\n`],
    ['registries.conf', `# token = ${planted}\n`],
    ['note.txt', `https://${planted}@reg.example/v2/\n`],
    ['note.txt', `DB_PASSWORD=${planted}\n`],
    ['key.pem', `-----BEGIN RSA PRIVATE KEY-----\n${planted}\n-----END RSA PRIVATE KEY-----\n`],
    ['key.pem', `-----BEGIN PRIVATE KEY-----\n${planted}`],
  ])('of %s holds no secret', (path, text) => {
    const masked = maskText(path, text);
    expect(masked).not.toContain(planted);
    expect(masked).toContain(mask);
    expect(masked.split('\n').length).toBe(text.split('\n').length);
  });

  test.each([
    [
      'registries.conf',
      '[[registry]]\nlocation = "quay.io/acme/web:1@sha256:0123456789abcdef"\ninsecure = true\n',
    ],
    [
      'registries.conf',
      'credential-helpers = ["containers-auth.json"]\nadditional-layer-store-auth-helper = "x"\n',
    ],
    [
      'policy.json',
      '{"default": [{"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/key.gpg"}]}',
    ],
    ['registries.yaml', `configs:\n  reg.example:\n    auth:\n      password: "\${REGISTRY_PASSWORD}"\n`],
    ['registries.conf', '# Basic authentication is off, ask the maintainers at admin@corp.example\n'],
    [
      'mirror-policy.yaml',
      'upstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example:5000\n',
    ],
  ])('of %s is the text itself where it holds none', (path, text) => {
    expect(maskText(path, text)).toBe(text);
  });

  test('never shows a planted value, whatever stands around it', () => {
    const path = fc.constantFrom('registries.conf', 'registries.yaml', 'auth.json', 'note.txt', 'hosts.toml');
    const holder = fc.constantFrom(
      (value: string) => `password = "${value}"`,
      (value: string) => `https://me:${value}@reg.example/x`,
      (value: string) => `Authorization: Bearer ${value}`,
      (value: string) => `identitytoken: ${value}`,
    );
    const around = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 30 }), { maxLength: 4 });
    fc.assert(
      fc.property(path, holder, around, around, (name, make, before, after) => {
        const text = [...before.map((line) => line.replaceAll('\n', ' ')), make(planted), ...after].join(
          '\n',
        );
        expect(maskText(name, text)).not.toContain(planted);
      }),
      { numRuns: 1500 },
    );
  });

  test('of hostile megabytes is made in linear time', () => {
    for (const unit of [
      'a',
      'a-',
      'a.',
      '://',
      'a:',
      '"a":',
      '=',
      '-----BEGIN PRIVATE KEY-----',
      'Bearer ',
      ' ',
    ])
      expect(maskText('note.txt', unit.repeat(1_000_000 / unit.length)).length).toBeGreaterThan(0);
  });
});
