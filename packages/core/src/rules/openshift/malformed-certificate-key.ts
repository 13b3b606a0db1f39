import { at, clusterOf, openshiftMeta, replaceFix } from '../openshift.ts';
import { registryCertificates } from '../openshift-certificates.ts';
import { withoutDecoration } from '../openshift-faults.ts';
import { namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const malformedCertificateKey: Rule = {
  meta: openshiftMeta({
    code: 'MW844',
    name: 'malformed-certificate-key',
    severity: 'error',
    summary: 'A key of the certificates of registries is not host or host..port.',
    covers: ['O57', 'O58'],
    cites: ['https://github.com/openshift/openshift-docs/issues/15085'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const map = registryCertificates(cluster);
    if (map === undefined) return;
    const hosts = namedHosts(cluster);
    for (const { key } of map.data) {
      const host = hostMeant(key.value, hosts);
      if (host === undefined) continue;
      const better = host.replace(':', '..');
      const refused = !/^[-._a-zA-Z0-9]+$/.test(key.value);
      yield at(map, key, {
        message: `${key.value} is no key for the certificates of ${host}.`,
        why: refused
          ? 'Keys of a config map have letters, digits, dots, dashes and underscores only: the API refuses the resource.'
          : `The key is taken for the name of a host as it is written. Nodes look for the certificates of ${host} elsewhere, and do not trust the registry.`,
        advice: `Write ${better}: two dots stand for the colon before the port.`,
        fixes: replaceFix(map, key, better, refused ? 'safe' : 'review'),
      });
    }
  },
};

/** The registry that a malformed key was meant for; undefined where it may be right as it is. */
function hostMeant(key: string, hosts: ReadonlyMap<string, unknown>): string | undefined {
  if (/[:/]/.test(key))
    return (
      withoutDecoration(key)
        .split('/', 1)[0]!
        .replace(/[^-.:a-zA-Z0-9]/g, '') || undefined
    );
  const port = /^(.*[^.])([.-])(\d{2,5})$/.exec(key);
  if (port === null) return undefined;
  const host = `${port[1]}:${port[3]}`;
  // a name may end in a dash and digits; it does not end in a label of digits, which an address does
  const isName = port[2] === '.' && /[a-zA-Z]/.test(port[1]!);
  return hosts.has(host) || isName ? host : undefined;
}
