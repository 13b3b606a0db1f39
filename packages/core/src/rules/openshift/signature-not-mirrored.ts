import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { at, clusterOf, openshiftMeta, rulesOf, scopeFinder } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const signatureNotMirrored: Rule = {
  meta: openshiftMeta({
    code: 'MW852',
    name: 'signature-not-mirrored',
    severity: 'warning',
    summary: 'Images that must be signed come from a mirror, which has to have the signatures too.',
    covers: ['O79'],
    cites: ['https://github.com/openshift/installer/issues/10742'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const traits = traitsOf(cluster.release);
    const real = rulesOf(cluster).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const bySource = new Map(real.map((each) => [each.rule.source.value, each]));
    const around = scopeFinder(bySource.keys());
    for (const policy of cluster.policies) {
      if (policy.kind === 'ClusterImagePolicy' ? !traits.clusterImagePolicies : !traits.imagePolicies)
        continue;
      for (const scope of policy.scopes) {
        const source = around(scope.value.replace(/@[^/]*$/, '').replace(/(\/[^:/]*):[^/]*$/, '$1'));
        const placed = source === undefined ? undefined : bySource.get(source);
        if (placed === undefined) continue;
        const { set, rule } = placed;
        const mirror = rule.mirrors.find(({ value }) => value !== rule.source.value)!;
        yield at(policy, scope, {
          message: `Images of ${scope.value} must be signed, and ${mirror.value} serves them as a mirror.`,
          why: 'The signature is looked for where the image is pulled from, beside it. A copy without its signatures is rejected: "A signature was required, but no signature exists".',
          advice:
            'Mirror with the signatures, those of the node images included, or copy the tags that end in .sig too.',
          related: [{ origin: { path: set.document.path, span: mirror.span }, message: 'the mirror' }],
        });
      }
    }
  },
};
