import { certificatesOfPem } from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import { usageError } from './exit.ts';
import { listOption, type Options } from './spec.ts';
import type { Streams } from './streams.ts';

/**
 * Reads the files of `--ca KEY=FILE`: certificates in PEM form, of which nothing else is taken. Undefined after a
 * failure, of which the person was told.
 */
export async function readCertificates(
  options: Options,
  streams: Streams,
): Promise<ReadonlyMap<string, string> | undefined> {
  const certificates = new Map<string, string>();
  let ok = true;
  for (const given of listOption(options, 'ca')) {
    const at = given.indexOf('=');
    const key = given.slice(0, at);
    const path = given.slice(at + 1);
    if (at < 1 || path === '')
      throw usageError(`--ca ${given}: write REGISTRY=FILE, such as m.example:5000=ca.pem`);
    if (!/^[A-Za-z0-9/][A-Za-z0-9._:/-]*$/.test(key))
      throw usageError(`--ca ${given}: ${key} is neither a registry, a name nor a path of the policy`);
    const read = await readText(path);
    const found = read.ok ? certificatesOfPem(read.text) : binaryHint(read);
    if (found.ok) certificates.set(key, `${certificates.get(key) ?? ''}${found.pem}`);
    else {
      streams.err(`mirrorwright: ${path} ${found.reason}\n`);
      ok = false;
    }
  }
  return ok ? certificates : undefined;
}

function binaryHint(read: { readonly kind: string; readonly reason: string }): {
  readonly ok: false;
  readonly reason: string;
} {
  const binary = read.kind === 'binary' || read.kind === 'invalid-utf8';
  const hint = binary ? '; a certificate is converted by: openssl x509 -inform der -in FILE' : '';
  return { ok: false, reason: `${read.reason}${hint}` };
}
