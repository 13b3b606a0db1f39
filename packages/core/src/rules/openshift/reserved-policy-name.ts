import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const reservedPolicyName: Rule = {
  meta: openshiftMeta({
    code: 'MW829',
    name: 'reserved-policy-name',
    severity: 'error',
    summary: 'A ClusterImagePolicy has a name that is reserved.',
    covers: ['O80'],
  }),
  *check({ node }) {
    for (const policy of clusterOf(node).policies) {
      const { name } = policy;
      // the release brings one of this very name itself
      if (name === undefined || name.value === 'openshift' || !name.value.startsWith('openshift')) continue;
      yield at(policy, name, {
        message: `Names that begin with openshift are reserved: ${name.value}.`,
        why: 'The release brings policies under such names and takes them for its own.',
        advice: 'Choose another name.',
      });
    }
  },
};
