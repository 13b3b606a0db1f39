import { clusterOf, openshiftMeta, releaseOf, renderedFor } from '../openshift.ts';
import { placeOf } from '../openshift-places.ts';
import type { Rule } from '../rule.ts';

export const nodesRefuse: Rule = {
  meta: openshiftMeta({
    code: 'MW802',
    name: 'nodes-refuse',
    severity: 'error',
    summary: 'The files that the operator would write are refused by every node.',
  }),
  *check({ node, target }) {
    const cluster = clusterOf(node);
    const { nodeError } = renderedFor(cluster, releaseOf(target));
    if (nodeError === undefined) return;
    const place = placeOf(cluster, nodeError);
    if (place === undefined) return;
    yield {
      ...place,
      fatal: true,
      message: `The nodes refuse the files made of this: ${nodeError.replace(/"\/[^"]*": /, '')}.`,
      why: 'Neither the API nor the operator looks at it. The files are written, and then CRI-O loads none of them: every pull on every node fails.',
      advice: 'Write host[:port][/path], without scheme; search registries have no path.',
    };
  },
};
