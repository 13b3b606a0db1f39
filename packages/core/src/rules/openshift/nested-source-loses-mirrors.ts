import { at, clusterOf, openshiftMeta, outerFinder, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const nestedSourceLosesMirrors: Rule = {
  meta: openshiftMeta({
    code: 'MW813',
    name: 'nested-source-loses-mirrors',
    severity: 'warning',
    summary: 'A source below another one does not get the mirrors of that one.',
    covers: ['O41'],
  }),
  *check({ node }) {
    const real = rulesOf(clusterOf(node)).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const isForTags = ({ set }: (typeof real)[number]): boolean => set.kind === 'ImageTagMirrorSet';
    for (const kind of ['digests', 'tags'] as const) {
      const [others, own] = [
        real.filter((each) => isForTags(each) === (kind === 'tags')),
        real.filter((each) => isForTags(each) !== (kind === 'tags')),
      ];
      const bySource = new Map(others.map((each) => [each.rule.source.value, each]));
      const around = outerFinder(bySource.keys());
      for (const { set, rule } of own) {
        const { value } = rule.source;
        // a table of its own with mirrors of that kind is what the author wrote down
        const outer = bySource.has(value) ? undefined : around(value);
        if (outer === undefined) continue;
        const parent = bySource.get(outer)!;
        yield at(set, rule.source, {
          message: `The mirrors for ${kind} of ${outer} are lost for ${value}.`,
          why: `On the node the most specific table counts alone. This rule makes a table of its own, which has no mirrors for ${kind}.`,
          advice: `Add ${value} to an ${kind === 'tags' ? 'ImageTagMirrorSet' : 'ImageDigestMirrorSet'} too.`,
          related: [
            {
              origin: { path: parent.set.document.path, span: parent.rule.source.span },
              message: `the mirrors for ${kind}`,
            },
          ],
        });
      }
    }
  },
};
