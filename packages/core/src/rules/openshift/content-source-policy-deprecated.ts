import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const contentSourcePolicyDeprecated: Rule = {
  meta: openshiftMeta({
    code: 'MW810',
    name: 'content-source-policy-deprecated',
    severity: 'info',
    summary: 'ImageContentSourcePolicy is deprecated.',
  }),
  *check({ node }) {
    const { sets } = clusterOf(node);
    const other = sets.find(({ kind }) => kind !== 'ImageContentSourcePolicy');
    for (const set of sets) {
      if (set.kind !== 'ImageContentSourcePolicy') continue;
      yield at(set, set.name ?? { span: set.node.span }, {
        message: 'ImageContentSourcePolicy is deprecated: ImageDigestMirrorSet takes its place.',
        why:
          other === undefined
            ? 'It is still read, and gets no new features: it cannot forbid its source.'
            : 'It is still read beside the newer kinds; the first releases of 4.13 and 4.14 refused the two together.',
        advice: 'Migrate with: oc adm migrate icsp FILE --dest-dir DIR. The nodes change nothing by it.',
      });
    }
  },
};
