import { at, clusterOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const ruleWithoutMirror: Rule = {
  meta: openshiftMeta({
    code: 'MW814',
    name: 'rule-without-mirror',
    severity: 'warning',
    summary: 'A mirror rule has no mirror but its source, and is ignored.',
    covers: ['O52'],
  }),
  *check({ node }) {
    for (const { set, rule } of rulesOf(clusterOf(node))) {
      // one without a source is refused as it is
      if (rule.source.value === '') continue;
      if (rule.mirrors.some(({ value }) => value !== rule.source.value)) continue;
      yield at(set, rule.source, {
        message: `The rule for ${rule.source.value} has no mirror, and is ignored.`,
        why: 'Its mirrorSourcePolicy is ignored with it: NeverContactSource forbids nothing here.',
        advice: 'Add a mirror, or remove the rule; to forbid a registry use blockedRegistries.',
      });
    }
  },
};
