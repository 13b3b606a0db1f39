import { hostOfKey } from '../../runtimes/openshift/certificates.ts';
import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import { registryCertificates } from '../openshift-certificates.ts';
import type { Rule } from '../rule.ts';

export const severalDoubleDots: Rule = {
  meta: openshiftMeta({
    code: 'MW849',
    name: 'several-double-dots',
    severity: 'warning',
    summary: 'A key of the certificates of registries has two dots more than once.',
    covers: ['O63'],
    cites: ['https://github.com/openshift/machine-config-operator/pull/3770'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const map = registryCertificates(cluster);
    for (const { key } of map?.data ?? []) {
      if (key.value.split('..').length < 3) continue;
      const [older, newer] = [hostOfKey(key.value, [4, 13]), hostOfKey(key.value, [4, 14])];
      yield at(map!, key, {
        message: `${key.value} is the registry ${older} up to 4.13 and ${newer} from 4.14 on.`,
        why: 'Two dots stand for a colon. Up to 4.13 only the last two do, from 4.14 on all of them; no registry has two colons in its name.',
        advice: 'Write host..port with single dots in the host.',
      });
    }
  },
};
