import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirrorSetNotRead: Rule = {
  meta: openshiftMeta({
    code: 'MW811',
    name: 'mirror-set-not-read',
    severity: 'error',
    summary: 'The release does not read this kind of resource.',
    covers: ['O49'],
  }),
  *check({ node }) {
    const { sets, release } = clusterOf(node);
    if (traitsOf(release).mirrorSets) return;
    for (const set of sets) {
      if (set.kind === 'ImageContentSourcePolicy') continue;
      if (set.installKey !== undefined) {
        yield at(set, set.name ?? { span: set.node.span }, {
          message: `imageDigestSources is known to the installer from 4.14 on, not to that of ${release.join('.')}.`,
          why: 'An installer takes no notice of keys that it does not know: the cluster is installed without these mirrors.',
          advice: 'Use imageContentSources on this release.',
        });
        continue;
      }
      yield at(set, set.name ?? { span: set.node.span }, {
        message: `${set.kind} is read from 4.13 on; ${release.join('.')} takes no notice of it.`,
        why: '4.12 has the kind in its API already, so that it can be created. The operator does not look at it.',
        advice: 'Use an ImageContentSourcePolicy on this release.',
      });
    }
  },
};
