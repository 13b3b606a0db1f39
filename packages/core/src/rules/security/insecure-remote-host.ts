import { hostOf, isPrivateHost, publicRegistries } from '../data/hosts.ts';
import { insecureEndpoints } from '../insecure-endpoints.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';

export const insecureRemoteHost: Rule = {
  meta: {
    code: 'MW402',
    name: 'insecure-remote-host',
    family: 'security',
    severity: 'warning',
    summary: 'TLS is not verified for a host that is not private.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C40'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { location, span } of insecureEndpoints(document)) {
      if (location === '' || isPrivateHost(location) || publicRegistries.has(hostOf(location))) continue;
      yield {
        path: document.path,
        span,
        message: `TLS is not verified for ${hostOf(location)}, which is not a private name or address.`,
        why: 'Whoever is on the way can answer in its place: images pulled by tag are then whatever they send, and credentials can be read.',
        advice: 'Give the registry a certificate, and its CA to the node in certs.d; then remove insecure.',
      };
    }
  },
};
