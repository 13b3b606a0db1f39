import { groupBy } from '../../text/group-by.ts';
import { addFix, at, clusterOf, coveredBy, entriesOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const insecureSourceOfMirrors: Rule = {
  meta: openshiftMeta({
    code: 'MW827',
    name: 'insecure-source-of-mirrors',
    severity: 'warning',
    summary: 'A source is insecure, and its mirrors are not.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image === undefined) return;
    const isInsecure = coveredBy(image.insecure);
    const bySource = groupBy(rulesOf(cluster), ({ rule }) => rule.source.value);
    for (const { entry } of entriesOf(cluster, 'insecure')) {
      const rules = bySource.get(entry.value) ?? [];
      const mirrors = rules.flatMap(({ set, rule }) => rule.mirrors.map((mirror) => ({ set, mirror })));
      const secure = mirrors.filter(
        ({ mirror }) => mirror.value !== entry.value && !isInsecure(mirror.value),
      );
      if (mirrors.length === 0 || secure.length < mirrors.length) continue;
      const host = secure[0]!.mirror.value.split('/', 1)[0]!;
      yield at(image, entry, {
        message: `${entry.value} is insecure, and its mirrors are reached over verified TLS.`,
        why: 'The flag belongs to the place that is asked. Pulls go to the mirrors first, which do not have it.',
        advice: `Add ${host} if it is the mirror that has no certificate.`,
        related: [
          {
            origin: { path: secure[0]!.set.document.path, span: secure[0]!.mirror.span },
            message: 'a mirror',
          },
        ],
        fixes: addFix(image, 'insecure', host, 'review'),
      });
    }
  },
};
