import type { ImageConfig, ImportRule } from '../../dialects/openshift/model.ts';
import type { Origin } from '../../model/provenance.ts';
import { hostOf, withoutPort } from '../data/hosts.ts';
import { at, clusterOf, openshiftMeta, type Placed, replaceFix } from '../openshift.ts';
import { importMatcher } from '../openshift-imports.ts';
import { namedHosts } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const importPortMissing: Rule = {
  meta: openshiftMeta({
    code: 'MW851',
    name: 'import-port-missing',
    severity: 'warning',
    summary: 'A domain of allowedRegistriesForImport lacks the port of the registry that it is meant for.',
    covers: ['O67', 'O68'],
    cites: ['https://github.com/openshift/origin/issues/14774'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    const { imports } = image ?? {};
    if (image === undefined || imports === undefined) return;
    const matches = importMatcher(imports.items);
    const missed = [...namedHosts(cluster)].filter(([host]) => /:\d+$/.test(host) && !matches(host));
    for (const rule of imports.items) {
      const { domain } = rule;
      if (domain.value.includes(':') || hostOf(domain.value) !== domain.value) continue;
      const isMeant = importMatcher([{ domain, insecure: false }]);
      const found = missed.find(([host]) => isMeant(withoutPort(host)));
      if (found !== undefined) yield at(image, domain, tooNarrow(image, rule, found));
      else if (/^\*+$/.test(domain.value)) yield at(image, domain, everyHost(rule));
    }
  },
};

type Text = Parameters<typeof at>[2];

const why = 'Where a domain names no port, 443 is compared, or 80 where it is insecure.';

function tooNarrow(
  image: Placed<ImageConfig>,
  { domain, insecure }: ImportRule,
  [host, origin]: readonly [string, Origin],
): Text {
  const isPattern = /[*?]/.test(domain.value);
  return {
    message: `${domain.value} stands for port ${insecure ? 80 : 443}, and imports from ${host} are refused.`,
    why,
    advice: isPattern ? 'Write the port too; :* is any.' : `Write ${host}.`,
    related: [{ origin, message: 'the registry' }],
    fixes: isPattern ? [] : replaceFix(image, domain, host, 'review'),
  };
}

function everyHost({ domain, insecure }: ImportRule): Text {
  return {
    severity: 'info',
    message: `${domain.value} stands for every registry at port ${insecure ? 80 : 443}, and for no other port.`,
    why,
    advice: 'Write *:* where every port is meant.',
  };
}
