import {
  at,
  clusterOf,
  entriesOf,
  type ListName,
  openshiftMeta,
  outerFinder,
  removeFix,
} from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const repeatedListEntry: Rule = {
  meta: openshiftMeta({
    code: 'MW823',
    name: 'repeated-list-entry',
    severity: 'info',
    summary: 'An entry of a list is there twice, or lies in another one.',
    covers: ['O26', 'O27', 'O72'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    for (const list of ['insecure', 'blocked', 'allowed', 'search'] satisfies readonly ListName[]) {
      const entries = entriesOf(cluster, list);
      const around = outerFinder(entries.map(({ entry }) => entry.value));
      const seen = new Set<string>();
      for (const { entry, index } of entries) {
        const { value } = entry;
        const outer = list === 'search' ? undefined : around(value);
        const twice = seen.has(value);
        seen.add(value);
        if (!twice && outer === undefined) continue;
        const refused = twice && list === 'search';
        yield at(cluster.image!, entry, {
          severity: refused ? 'error' : 'info',
          message: twice
            ? `${value} is in the list already.`
            : `${value} lies in ${outer}, which is in the list.`,
          why: refused ? 'The API refuses the list: its entries are a set.' : 'It changes nothing.',
          advice: 'Remove it.',
          fixes: removeFix(cluster.image!, list, index),
        });
      }
    }
  },
};
