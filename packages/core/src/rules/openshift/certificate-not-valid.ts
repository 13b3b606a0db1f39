import { type Certificate, readCertificate } from '../../syntax/certificate.ts';
import { pemBlocks } from '../../text/pem.ts';
import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import { certificateTexts } from '../openshift-certificates.ts';
import type { Rule } from '../rule.ts';

export const certificateNotValid: Rule = {
  meta: openshiftMeta({
    code: 'MW848',
    name: 'certificate-not-valid',
    severity: 'warning',
    summary: 'A certificate for a registry has expired, is not valid yet or is not that of an authority.',
    covers: ['O62'],
  }),
  *check({ node, now }) {
    for (const { resource, key, text } of certificateTexts(clusterOf(node))) {
      const blocks = pemBlocks(text ?? '').filter(({ label }) => label === 'CERTIFICATE');
      if (text?.includes('PRIVATE KEY-----')) continue;
      for (const [index, { bytes }] of blocks.entries()) {
        const certificate = bytes === undefined ? undefined : readCertificate(bytes);
        const fault = certificate === undefined ? undefined : faultOf(certificate, now);
        if (fault === undefined) continue;
        const which =
          blocks.length === 1 ? 'the certificate' : `certificate ${index + 1} of ${blocks.length}`;
        yield at(resource, key, {
          message: `${key.value}: ${which} ${fault.what}.`,
          why: fault.why,
          advice: fault.advice,
        });
      }
    }
  },
};

interface Fault {
  readonly what: string;
  readonly why: string;
  readonly advice: string;
}

function faultOf(
  { notBefore, notAfter, isAuthority }: Certificate,
  now: number | undefined,
): Fault | undefined {
  const time =
    'Connections to the registry fail while the date is outside of the time that the certificate names.';
  if (now !== undefined && now > notAfter)
    return { what: `has expired on ${day(notAfter)}`, why: time, advice: 'Renew it.' };
  if (now !== undefined && now < notBefore)
    return {
      what: `is not valid before ${day(notBefore)}`,
      why: time,
      advice: 'Look at the clocks, or wait for it.',
    };
  if (isAuthority) return undefined;
  return {
    what: 'is not that of an authority',
    why: 'It vouches for itself only: it works while the registry shows this very certificate, and not after it is renewed.',
    advice: 'Put the certificate of the authority there that has signed it.',
  };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
