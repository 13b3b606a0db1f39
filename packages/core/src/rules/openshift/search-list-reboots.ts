import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const searchListReboots: Rule = {
  meta: openshiftMeta({
    code: 'MW818',
    name: 'search-list-reboots',
    severity: 'info',
    summary: 'Changing the search registries reboots the nodes and replaces the usual list.',
    covers: ['O74', 'O75'],
  }),
  *check({ node }) {
    const { image } = clusterOf(node);
    if (image?.search === undefined) return;
    yield at(
      image,
      { span: image.search.keySpan },
      {
        message:
          'A change of this list reboots every node, and the list replaces registry.access.redhat.com and docker.io.',
        why: 'Documentation and operator differ here. The documentation says that nodes are drained. The operator of 4.11 to 5.2 reboots them: the list becomes a file of its own, which is in no list of changes that go without a reboot.',
        advice: 'Plan for it, or use full names, which need no search.',
      },
    );
  },
};
