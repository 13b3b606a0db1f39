import { at, clusterOf, coveredBy, entriesOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const portDiffers: Rule = {
  meta: openshiftMeta({
    code: 'MW809',
    name: 'port-differs',
    severity: 'warning',
    summary: 'A registry is named with a port in one place and without in another.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image === undefined) return;
    const isInsecure = coveredBy(image.insecure);
    const listed = new Map(
      entriesOf(cluster, 'insecure')
        .filter(({ entry }) => !entry.value.includes('/'))
        .map(({ entry }) => [entry.value.replace(/:\d+$/, ''), entry] as const),
    );
    const told = new Set<string>();
    for (const { set, rule } of rulesOf(cluster)) {
      for (const mirror of rule.mirrors) {
        const host = mirror.value.split('/', 1)[0]!;
        const entry = listed.get(host.replace(/:\d+$/, ''));
        if (entry === undefined || entry.value === host || isInsecure(mirror.value) || told.has(host))
          continue;
        told.add(host);
        yield at(image, entry, {
          message: `insecureRegistries names ${entry.value}, and the mirror is ${host}.`,
          why: 'Ports are compared as they are written: the mirror is not covered and is reached over verified TLS only.',
          advice: `Write ${host} if the mirror is meant.`,
          related: [{ origin: { path: set.document.path, span: mirror.span }, message: 'the mirror' }],
        });
      }
    }
  },
};
