import { publicRegistries } from '../data/hosts.ts';
import { at, clusterOf, entriesOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const searchInPublic: Rule = {
  meta: openshiftMeta({
    code: 'MW826',
    name: 'search-in-public',
    severity: 'warning',
    summary: 'Short names are looked for in a public registry.',
    covers: ['O70'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const entries = entriesOf(cluster, 'search');
    // Red Hat's own catalog holds nothing of strangers
    for (const { entry } of entries) {
      if (!publicRegistries.has(entry.value) || /\.redhat\.(?:com|io)$/.test(entry.value)) continue;
      if (entries.length === 1) continue;
      yield at(cluster.image!, entry, {
        message: `A short name that the other registries lack is looked for in ${entry.value}.`,
        why: 'Whoever registers the name there first decides what is pulled, and is sent the name of every image that is mistyped.',
        advice: 'Use full names, or search registries of your own only.',
      });
    }
  },
};
