import { hostOf, publicRegistries } from '../data/hosts.ts';
import { insecureEndpoints } from '../insecure-endpoints.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';

export const insecurePublicRegistry: Rule = {
  meta: {
    code: 'MW401',
    name: 'insecure-public-registry',
    family: 'security',
    severity: 'error',
    summary: 'TLS is not verified for a public registry.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C40'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { location, span } of insecureEndpoints(document)) {
      if (!publicRegistries.has(hostOf(location))) continue;
      yield {
        path: document.path,
        span,
        message: `TLS is not verified for ${hostOf(location)}.`,
        why: 'This registry has a certificate that every system trusts: insecure only lets anybody on the way answer in its place, and read the credentials.',
        advice: "Remove it. Behind a proxy that breaks TLS, trust the proxy's CA in certs.d instead.",
      };
    }
  },
};
