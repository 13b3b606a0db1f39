import { mergeMirrors } from '../../runtimes/openshift/merge-mirrors.ts';
import { groupBy } from '../../text/group-by.ts';
import { at, clusterOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirrorListsMerged: Rule = {
  meta: openshiftMeta({
    code: 'MW820',
    name: 'mirror-lists-merged',
    severity: 'info',
    summary: 'Several rules for one source are merged into one order of mirrors.',
  }),
  *check({ node }) {
    const groups = groupBy(
      rulesOf(clusterOf(node)),
      ({ set, rule }) => `${set.kind === 'ImageTagMirrorSet' ? 'tag' : 'digest'} ${rule.source.value}`,
    );
    for (const group of groups.values()) {
      const lists = group.map(({ rule }) => rule.mirrors.map(({ value }) => value));
      if (new Set(lists.map((list) => list.join(' '))).size < 2) continue;
      const [first, ...others] = group;
      const { value } = first!.rule.source;
      const order = mergeMirrors(value, lists);
      yield at(first!.set, first!.rule.source, {
        message: `${group.length} lists for ${value} become one: ${order.join(', ')}.`,
        why: 'The operator merges all rules of a source. Each list keeps its order where that is possible; ties are settled by name.',
        advice: 'Write one list where the order matters.',
        related: others.map(({ set, rule }) => ({
          origin: { path: set.document.path, span: rule.source.span },
          message: 'another list',
        })),
      });
    }
  },
};
