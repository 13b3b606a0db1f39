import { at, clusterOf, openshiftMeta, replaceFix } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const importDomainWithPath: Rule = {
  meta: openshiftMeta({
    code: 'MW821',
    name: 'import-domain-with-path',
    severity: 'error',
    summary: 'A domain of allowedRegistriesForImport has a path or scheme, so it matches nothing.',
    cites: ['https://github.com/openshift/image-registry/issues/322'],
    covers: ['O65'],
  }),
  *check({ node }) {
    const { image } = clusterOf(node);
    for (const { domain } of image?.imports?.items ?? []) {
      const { value } = domain;
      const host = value.replace(/^[a-z]+:\/\//i, '').split('/', 1)[0]!;
      if (host === value) continue;
      yield at(image!, domain, {
        message: `${value} is no host, and no registry is matched by it.`,
        why: 'Only hosts are compared, with a port where it is not 443. Imports of that registry are refused, those of the release included, which stops updates.',
        advice: `Write ${host}.`,
        fixes: replaceFix(image!, domain, host, 'review'),
      });
    }
  },
};
