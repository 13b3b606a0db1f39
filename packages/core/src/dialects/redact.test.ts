import { expect, it, test } from 'vitest';
import { sourceText } from '../text/source.ts';
import { redactSecrets } from './secrets.ts';

const secret = 'bGFiOnRoZSBzZWNyZXQ=';

test.each([
  ['JSON', `{"auths":{"quay.io":{"auth":"${secret}","email":"a@corp.example"}}}`],
  ['JSON inside of YAML', `pullSecret: '{"auths":{"quay.io":{"auth":"${secret}"}}}'`],
  ['JSON inside of JSON', String.raw`{"x":"{\"auths\":{\"quay.io\":{\"auth\":\"${secret}\"}}}"}`],
  ['base64 of a secret', `data:\n  .dockerconfigjson: ${secret}\n`],
  ['base64 in quotes', `{"data":{".dockerconfigjson":"${secret}"},"kind":"Secret"}`],
  ['base64 over lines', `data:\n  .dockerconfigjson: |\n    ${secret}\n    ${secret}\nkind: Secret\n`],
  ['YAML of logins', `auths:\n  quay.io:\n    auth: ${secret}\n`],
  ['a private key', `k: |\n  -----BEGIN EC PRIVATE KEY-----\n  ${secret}\n  -----END EC PRIVATE KEY-----\n`],
  ['a private key in one line', `k: "-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END PRIVATE KEY-----"`],
  ...['PRIVATE', 'RSA PRIVATE', 'EC PRIVATE', 'OPENSSH PRIVATE'].map((label) => [
    `a key in base64 (${label})`,
    `binaryData:\n  k: ${Buffer.from(`-----BEGIN ${label} KEY-----\nAAAA${secret}`).toString('base64')}\n`,
  ]),
])('%s is covered with stars of the same length', (_, text) => {
  const shown = redactSecrets(text);
  expect(shown).toContain('*'.repeat(8));
  expect(shown).not.toContain(secret.slice(0, 8));
  expect(shown).not.toContain(Buffer.from(`AAAA${secret}`).toString('base64').slice(4, 20));
  expect(shown.length).toBe(text.length);
  const [before, after] = [sourceText(text), sourceText(shown)];
  expect(after.position(text.length)).toEqual(before.position(text.length));
});

it('leaves mappings and references readable, and covers a quoted secret that looks like one', () => {
  for (const text of [
    'auth: {username: core}\n',
    '{"auth":{"x":1}}',
    `password: \${PASSWORD}\n`,
    'auth: {{ token }}\n',
  ])
    expect(redactSecrets(text)).toBe(text);
  expect(redactSecrets('{"password":"{hunter2"}')).not.toContain('hunter2');
});

it('leaves all else as it is', () => {
  const text = 'kind: Secret\nname: author\n# the token: see the wiki\nlocation = "auth.corp.example"\n';
  expect(redactSecrets(text)).toBe(text);
  const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  expect(redactSecrets(certificate)).toBe(certificate);
  for (const label of ['CERTIFICATE', 'PUBLIC KEY']) {
    const encoded = Buffer.from(`-----BEGIN ${label}-----\nAAAA`).toString('base64');
    expect(redactSecrets(encoded)).toBe(encoded);
  }
});

it('takes hostile texts in one pass', () => {
  for (const piece of [
    'auth\\\\\\\\',
    'auth: ',
    '-----BEGIN PRIVATE KEY-----',
    '.dockerconfigjson: |\n \n',
    'pullSecret: "\\',
  ])
    expect(redactSecrets(piece.repeat(100_000))).toHaveLength(piece.length * 100_000);
});
