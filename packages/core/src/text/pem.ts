import { decodeBase64 } from './base64.ts';

/* The one place that knows the frame of PEM: the lines around a block. Source: RFC 7468, section 2. */

const frame = (mark: string, label: string): string => `-----${mark} ${label}-----`;

/** The line that a certificate begins with. */
export const beginCertificate: string = frame('BEGIN', 'CERTIFICATE');
const endCertificate = frame('END', 'CERTIFICATE');

const boundary = new RegExp(frame('(BEGIN|END)', '([A-Z0-9 ]{1,64})'), 'g');

const anyPrivateKey = '[A-Z0-9 ]*PRIVATE KEY';

/** Private keys of all kinds with their frame, one that is cut off included. The group is what must not be shown. */
export const privateKeys: RegExp = new RegExp(
  `${frame('BEGIN', anyPrivateKey)}([\\s\\S]*?)(?:${frame('END', anyPrivateKey)}|$)`,
  'dg',
);

/** A block of a PEM text: what it says to be, and its bytes; undefined where those are no base64. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY`, ... */
  readonly label: string;
  readonly bytes: Uint8Array | undefined;
}

/** The blocks of a PEM text, in order. What stands between them is passed over. One pass, whatever the text. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly start: number } | undefined;
  for (const match of text.matchAll(boundary)) {
    const label = match[2]!;
    if (match[1] === 'BEGIN') open = { label, start: match.index + match[0].length };
    else if (open?.label === label) {
      blocks.push({ label, bytes: decodeBase64(text.slice(open.start, match.index).replace(/\s+/g, '')) });
      open = undefined;
    }
  }
  return blocks;
}

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
    if (line === beginCertificate && block === undefined) block = [line];
    else if (line === endCertificate && block !== undefined) {
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

/** The text with a remark in the place of each private key, one that is cut off included. */
export function withoutPrivateKeys(text: string): string {
  return text.replace(privateKeys, '(a private key, not shown)');
}
