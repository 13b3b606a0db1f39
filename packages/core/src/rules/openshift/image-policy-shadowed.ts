import { at, clusterOf, openshiftMeta, scopeFinder } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const imagePolicyShadowed: Rule = {
  meta: openshiftMeta({
    code: 'MW819',
    name: 'image-policy-shadowed',
    severity: 'warning',
    summary: 'A scope of an ImagePolicy is taken by a ClusterImagePolicy and has no effect.',
    covers: ['O81'],
  }),
  *check({ node }) {
    const { policies } = clusterOf(node);
    const around = scopeFinder(
      policies
        .filter(({ kind }) => kind === 'ClusterImagePolicy')
        .flatMap(({ scopes }) => scopes.map(({ value }) => value)),
    );
    for (const policy of policies.filter(({ kind }) => kind === 'ImagePolicy')) {
      for (const scope of policy.scopes) {
        const outer = around(scope.value);
        if (outer === undefined) continue;
        yield at(policy, scope, {
          message: `${scope.value} lies in ${outer}, which a ClusterImagePolicy has taken.`,
          why: 'Scopes of the cluster win: this one is left out, and the policy stays in the state Pending.',
          advice: 'Choose a scope outside of it, or change the policy of the cluster.',
        });
      }
    }
  },
};
