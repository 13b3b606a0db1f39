import { at, clusterOf, openshiftMeta, removeItemFix, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const sourceAmongMirrors: Rule = {
  meta: openshiftMeta({
    code: 'MW841',
    name: 'source-among-mirrors',
    severity: 'info',
    summary: 'A source is one of its own mirrors.',
    covers: ['O53'],
  }),
  *check({ node }) {
    for (const { set, rule } of rulesOf(clusterOf(node))) {
      // both have rules of their own: a rule without other mirrors, and a source that is never contacted
      if (rule.policy?.value === 'NeverContactSource') continue;
      if (!rule.mirrors.some(({ value }) => value !== rule.source.value)) continue;
      for (const [index, mirror] of rule.mirrors.entries()) {
        if (mirror.value !== rule.source.value) continue;
        const last = index === rule.mirrors.length - 1;
        yield at(set, mirror, {
          message: last
            ? `${mirror.value} is tried last anyway: it is the source.`
            : `${mirror.value} is the source: it is tried before the mirrors that follow, and again at the end.`,
          why: 'Nodes ask the source after all mirrors. Named among them it is asked in that place too.',
          advice: last ? 'Remove it.' : 'Remove it unless the source is to be asked earlier.',
          fixes: removeItemFix(set, mirror, 'Remove the source from its mirrors', last ? 'safe' : 'review'),
        });
      }
    }
  },
};
