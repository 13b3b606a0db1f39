import { at, clusterOf, coveredBy, entriesOf, openshiftMeta, rulesOf, scopeFinder } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const nestedScopeNotForbidden: Rule = {
  meta: openshiftMeta({
    code: 'MW838',
    name: 'nested-scope-not-forbidden',
    severity: 'warning',
    summary: 'A source is never contacted, and a scope below it is.',
    covers: ['O40'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const real = rulesOf(cluster).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const forbidden = new Map(
      real
        .filter(({ rule }) => rule.policy?.value === 'NeverContactSource')
        .map(
          ({ set, rule }) =>
            [rule.source.value, { path: set.document.path, span: rule.source.span }] as const,
        ),
    );
    if (forbidden.size === 0) return;
    const around = scopeFinder(forbidden.keys());
    const isBlocked = coveredBy(cluster.image?.blocked);
    const places = [
      ...entriesOf(cluster, 'insecure').map(({ entry }) => ({ resource: cluster.image!, entry })),
      ...real.map(({ set, rule }) => ({ resource: set, entry: rule.source })),
    ];
    for (const { resource, entry } of places) {
      const outer = around(entry.value);
      if (outer === undefined || outer === entry.value || isBlocked(entry.value)) continue;
      yield at(resource, entry, {
        message: `${outer} is never contacted, and ${entry.value} is.`,
        why: 'The entry makes a table of its own on the nodes, and the most specific table counts alone. That the source above it is forbidden is not handed down, its mirrors are.',
        advice: `Add a rule for ${entry.value} with mirrorSourcePolicy: NeverContactSource.`,
        related: [{ origin: forbidden.get(outer)!, message: 'the source that is never contacted' }],
      });
    }
  },
};
