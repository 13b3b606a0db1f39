import { outerScopes } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, type ListName, openshiftMeta, removeFix } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const repeatedListEntry: Rule = {
  meta: openshiftMeta({
    code: 'MW823',
    name: 'repeated-list-entry',
    severity: 'info',
    summary: 'An entry of a list is there twice, or lies in another one.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    for (const list of ['insecure', 'blocked', 'allowed', 'search'] satisfies readonly ListName[]) {
      const entries = entriesOf(cluster, list);
      const all = new Set(entries.map(({ entry }) => entry.value));
      const seen = new Set<string>();
      for (const { entry, index } of entries) {
        const { value } = entry;
        const outer =
          list === 'search' ? undefined : outerScopes(value).find((each) => each !== value && all.has(each));
        const twice = seen.has(value);
        seen.add(value);
        if (!twice && outer === undefined) continue;
        yield at(cluster.image!, entry, {
          message: twice
            ? `${value} is in the list already.`
            : `${value} lies in ${outer}, which is in the list.`,
          why: 'It changes nothing.',
          advice: 'Remove it.',
          fixes: removeFix(cluster.image!, list, index),
        });
      }
    }
  },
};
