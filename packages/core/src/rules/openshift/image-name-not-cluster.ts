import { at, clusterOf, openshiftMeta, replaceFix } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const imageNameNotCluster: Rule = {
  meta: openshiftMeta({
    code: 'MW816',
    name: 'image-name-not-cluster',
    severity: 'error',
    summary: 'The image configuration is not named cluster, so nobody reads it.',
    covers: ['O76'],
  }),
  *check({ node }) {
    for (const resource of clusterOf(node).all) {
      if (resource.kind !== 'Image' || resource.apiVersion !== 'config.openshift.io/v1') continue;
      if (resource.name === undefined || resource.name.value === 'cluster') continue;
      yield at(resource, resource.name, {
        message: `The image configuration is read under the name cluster, not ${resource.name.value}.`,
        why: 'There is one for a cluster. Another one can be created and does nothing.',
        advice: 'Name it cluster.',
        fixes: replaceFix(resource, resource.name, 'cluster', 'review'),
      });
    }
  },
};
