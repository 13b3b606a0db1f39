import { isNested } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, openshiftMeta, payloadRepository, renderedOf } from '../openshift.ts';
import { faultsOf } from '../openshift-faults.ts';
import type { Rule } from '../rule.ts';

export const listsDropped: Rule = {
  meta: openshiftMeta({
    code: 'MW854',
    name: 'lists-dropped',
    severity: 'error',
    summary:
      'The release image is blocked and the lists cannot be loaded, so the operator drops all of them.',
    covers: ['O-fail-open'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const payload = payloadRepository(cluster);
    const warning = renderedOf(cluster).warnings.find(
      (text) => text.endsWith(', skipping....') && !text.includes('cannot block the repository'),
    );
    if (warning === undefined || payload === undefined) return;
    const complaint = warning.replace(/^klog\(V2\): |, skipping\.\.\.\.$/g, '');
    const faults = faultsOf(cluster, complaint);
    for (const { entry } of entriesOf(cluster, 'blocked')) {
      if (!isNested(payload, entry.value)) continue;
      yield at(cluster.image!, entry, {
        message: `${entry.value} covers the release image, and blockedRegistries and allowedRegistries are dropped whole.`,
        why: `To see whether the release image can still be pulled the operator loads the lists, and cannot: ${complaint.replace(/"\/[^"]*": /, '')}. It then goes on as if both lists were empty. Nothing is blocked, everything is allowed, and only its log says so.`,
        advice: 'Correct the entry that cannot be loaded.',
        related: faults.map(({ resource, entry: { span } }) => ({
          origin: { path: resource.document.path, span },
          message: 'what cannot be loaded',
        })),
      });
    }
  },
};
