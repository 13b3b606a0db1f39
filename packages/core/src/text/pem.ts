/** The certificates of a PEM file, and nothing else of it. */
export type PemResult =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly reason: string };

/** Takes the certificates out of a PEM text, in their order. A private key beside them is left out. */
export function certificatesOfPem(text: string): PemResult {
  const blocks: string[] = [];
  let block: string[] | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '-----BEGIN CERTIFICATE-----' && block === undefined) block = [line];
    else if (line === '-----END CERTIFICATE-----' && block !== undefined) {
      if (!block.slice(1).every((each) => /^[A-Za-z0-9+/]*={0,2}$/.test(each)))
        return { ok: false, reason: 'holds a certificate that is not base64' };
      blocks.push(`${[...block, line].join('\n')}\n`);
      block = undefined;
    } else if (line.startsWith('-----') && block !== undefined)
      return { ok: false, reason: 'holds a certificate without its END line' };
    else if (line !== '') block?.push(line);
  }
  if (block !== undefined) return { ok: false, reason: 'holds a certificate without its END line' };
  if (blocks.length > 0) return { ok: true, pem: blocks.join('') };
  return {
    ok: false,
    reason:
      'holds no certificate in PEM form; one in binary form is converted by: openssl x509 -inform der -in FILE',
  };
}

const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** The text with a remark in the place of each private key, one that is cut off included. */
export function withoutPrivateKeys(text: string): string {
  return text.replace(privateKey, '(a private key, not shown)');
}
