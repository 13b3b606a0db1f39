import type { ImageConfig, ImportRule } from '../../dialects/openshift/model.ts';
import type { Origin } from '../../model/provenance.ts';
import { hostOf, withoutPort } from '../data/hosts.ts';
import { compileGlob } from '../glob.ts';
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
    const hosts = [...namedHosts(cluster)];
    const patterns = imports.items.filter(({ domain }) => /[*?]/.test(domain.value));
    // every pattern meets every host: no cluster has so many, only files that are made to take minutes
    if (patterns.length * hosts.length > 1_000_000) return;
    const matches = importMatcher(imports.items);
    const missed = hosts.filter(([host]) => /:\d+$/.test(host) && !matches(host));
    const missedBy = missedFinder(missed);
    for (const rule of imports.items) {
      const { domain } = rule;
      if (domain.value.includes(':') || hostOf(domain.value) !== domain.value) continue;
      const found = missedBy(domain.value);
      if (found !== undefined) yield at(image, domain, tooNarrow(image, rule, found));
      else if (/^\*+$/.test(domain.value)) yield at(image, domain, everyHost(rule));
    }
  },
};

type Named = readonly [host: string, origin: Origin];

/** Of registries with ports that are refused, the first whose host a domain stands for. */
function missedFinder(missed: readonly Named[]): (domain: string) => Named | undefined {
  const byHost = new Map(missed.toReversed().map((named) => [withoutPort(named[0]), named]));
  return (domain) => {
    if (!/[*?]/.test(domain)) return byHost.get(domain);
    const isMeant = compileGlob(domain);
    return missed.find(([host]) => isMeant(withoutPort(host)));
  };
}

type Text = Parameters<typeof at>[2];

const why = 'Where a domain names no port, 443 is compared, or 80 where it is insecure.';

function tooNarrow(
  image: Placed<ImageConfig>,
  { domain, insecure }: ImportRule,
  [host, origin]: Named,
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
