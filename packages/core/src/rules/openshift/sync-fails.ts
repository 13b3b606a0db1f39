import { clusterOf, openshiftMeta, releaseOf, renderedFor } from '../openshift.ts';
import { placeOf } from '../openshift-places.ts';
import type { Rule } from '../rule.ts';

export const syncFails: Rule = {
  meta: openshiftMeta({
    code: 'MW801',
    name: 'sync-fails',
    severity: 'error',
    summary: 'The operator cannot make node files of these resources, so nothing reaches the nodes any more.',
  }),
  *check({ node, target }) {
    const cluster = clusterOf(node);
    const release = releaseOf(target);
    const { error } = renderedFor(cluster, release);
    if (error === undefined) return;
    const place = placeOf(cluster, error);
    if (place === undefined) return;
    yield {
      ...place,
      fatal: true,
      message: `OpenShift ${release.join('.')} makes no node files of this: ${error}.`,
      why: 'The API takes the resource. The operator then fails at every try, the nodes keep their old files, and no later change of any of these resources reaches them. Only its log says so.',
      advice: 'Correct the entry.',
    };
  },
};
