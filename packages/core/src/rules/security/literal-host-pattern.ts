import { isLiteralPattern, remarkableTables } from '../facts/notable-places.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';

export const literalHostPattern: Rule = {
  meta: {
    code: 'MW406',
    name: 'literal-host-pattern',
    family: 'security',
    severity: 'error',
    summary: 'A pattern or network stands where a host name is compared literally.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C48'],
    cites: ['https://github.com/containers/skopeo/issues/739'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    const { v1 } = document.model;
    const names = [
      ...(v1.block?.items ?? []),
      ...(v1.insecure?.items ?? []),
      ...remarkableTables(document).flatMap(({ prefix, location }) => prefix ?? location ?? []),
    ];
    for (const { value, span } of names) {
      if (!isLiteralPattern(value)) continue;
      yield {
        path: document.path,
        span,
        message: `"${value}" is taken literally and matches no image.`,
        why: 'Names are compared as text: there are no networks, no word for all, and no stars but a leading "*." before a domain.',
        advice:
          'List the hosts. To forbid everything else, use the signature policy: default reject, and a scope for each allowed registry.',
      };
    }
  },
};
