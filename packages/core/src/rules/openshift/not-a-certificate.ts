import { readCertificate } from '../../syntax/certificate.ts';
import { type PemBlock, pemBlocks } from '../../text/pem.ts';
import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import { type CertificateText, certificateTexts } from '../openshift-certificates.ts';
import type { Rule } from '../rule.ts';

export const notACertificate: Rule = {
  meta: openshiftMeta({
    code: 'MW846',
    name: 'not-a-certificate',
    severity: 'error',
    summary: 'Where a certificate in PEM form should stand there is something else.',
    covers: ['O60'],
  }),
  *check({ node }) {
    for (const found of certificateTexts(clusterOf(node))) {
      const fault = faultOf(found);
      if (fault === undefined) continue;
      const { resource, key } = found;
      // the line of a private key must not be shown
      const place = fault.secret
        ? (resource.name ?? { span: { start: resource.node.span.start, end: resource.node.span.start } })
        : key;
      yield at(resource, place, {
        message: `${key.value}: ${fault.what}.`,
        why: 'It is written to the nodes as it is. What cannot be read is passed over there without a word, and connections to the registry fail.',
        advice: fault.advice,
      });
    }
  },
};

interface Fault {
  readonly what: string;
  readonly advice: string;
  readonly secret?: true;
}

const pem =
  'Put the certificate of the authority there, as text between BEGIN CERTIFICATE and END CERTIFICATE.';

function faultOf({ text }: CertificateText): Fault | undefined {
  if (text === undefined)
    return {
      what: 'this is a certificate in binary form, or no text at all',
      advice: `Convert it: openssl x509 -inform DER -in ca.der -out ca.crt. ${pem}`,
    };
  const blocks = pemBlocks(text);
  if (blocks.some(({ label }) => label.endsWith('PRIVATE KEY')))
    return {
      what: 'a private key stands here',
      advice: `Whoever may read config maps has the key now: make a new one. ${pem}`,
      secret: true,
    };
  const certificates = blocks.filter(
    ({ label }) => label === 'CERTIFICATE' || label === 'TRUSTED CERTIFICATE',
  );
  if (text.trim() === '') return { what: 'the value is empty', advice: pem };
  if (certificates.length === 0) {
    const [other] = blocks;
    return {
      what: other === undefined ? 'there is no certificate' : `there is a ${other.label} and no certificate`,
      advice: pem,
    };
  }
  const broken = certificates.findIndex((block) => !isReadable(block));
  if (broken === -1) return undefined;
  const which =
    certificates.length === 1 ? 'the certificate' : `certificate ${broken + 1} of ${certificates.length}`;
  return { what: `${which} cannot be read`, advice: 'Copy it again: lines are missing or changed.' };
}

/** Those that openssl marks as trusted carry more behind the certificate, and are passed over. */
function isReadable({ label, bytes }: PemBlock): boolean {
  return label === 'CERTIFICATE' && bytes !== undefined && readCertificate(bytes) !== undefined;
}
