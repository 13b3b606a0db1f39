import { outerScopes } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const nestedSourceLosesMirrors: Rule = {
  meta: openshiftMeta({
    code: 'MW813',
    name: 'nested-source-loses-mirrors',
    severity: 'warning',
    summary: 'A source below another one does not get the mirrors of that one.',
  }),
  *check({ node }) {
    const all = rulesOf(clusterOf(node)).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const digests = all.filter(({ set }) => set.kind !== 'ImageTagMirrorSet');
    const bySource = new Map(digests.map((each) => [each.rule.source.value, each]));
    for (const { set, rule } of all) {
      const { value } = rule.source;
      // a table of its own with digest mirrors is what the author wrote down
      if (set.kind !== 'ImageTagMirrorSet' || bySource.has(value)) continue;
      const outer = outerScopes(value).find((scope) => scope !== value && bySource.has(scope));
      if (outer === undefined) continue;
      const parent = bySource.get(outer)!;
      yield at(set, rule.source, {
        message: `The mirrors for digests of ${outer} are lost for ${value}.`,
        why: 'On the node the most specific table counts alone. The rule for tags makes a table of its own, which has no mirrors for digests.',
        advice: `Add ${value} to an ImageDigestMirrorSet too.`,
        related: [
          {
            origin: { path: parent.set.document.path, span: parent.rule.source.span },
            message: 'the mirrors for digests',
          },
        ],
      });
    }
  },
};
