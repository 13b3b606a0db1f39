import { at, clusterOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const sourceForbiddenForHalf: Rule = {
  meta: openshiftMeta({
    code: 'MW812',
    name: 'source-forbidden-for-half',
    severity: 'warning',
    summary: 'A source is never contacted, and only digests or only tags have mirrors.',
    covers: ['O39'],
  }),
  *check({ node }) {
    const kinds = new Map<string, Set<string>>();
    const all = rulesOf(clusterOf(node));
    for (const { set, rule } of all) {
      const kind = set.kind === 'ImageTagMirrorSet' ? 'tag' : 'digest';
      kinds.set(rule.source.value, (kinds.get(rule.source.value) ?? new Set()).add(kind));
    }
    for (const { set, rule } of all) {
      const served = kinds.get(rule.source.value)!;
      if (rule.policy?.value !== 'NeverContactSource' || served.size > 1) continue;
      const [left, lost] = served.has('tag') ? ['tags', 'digest'] : ['digests', 'tag'];
      yield at(set, rule.policy, {
        message: `${rule.source.value} is never contacted and has mirrors for ${left} only: pulls by ${lost} fail.`,
        why: `For a ${lost} no mirror is asked, and the source is blocked.`,
        advice: `Add an ${served.has('tag') ? 'ImageDigestMirrorSet' : 'ImageTagMirrorSet'} for the same source.`,
      });
    }
  },
};
