import type { Located } from '../../model/provenance.ts';
import type { TableNode } from '../../syntax/tree.ts';
import { tableAt, tablesAt, textAt } from './values.ts';

const ofTemplate = ['spec', 'template', 'spec'];

/** Where each kind of workload keeps the specification of its pods. */
const podSpecs: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['Pod', ['spec']],
  ['Deployment', ofTemplate],
  ['DaemonSet', ofTemplate],
  ['StatefulSet', ofTemplate],
  ['ReplicaSet', ofTemplate],
  ['ReplicationController', ofTemplate],
  ['DeploymentConfig', ofTemplate],
  ['Job', ofTemplate],
  ['CronJob', ['spec', 'jobTemplate', ...ofTemplate]],
]);

const groups = /^(?:v1|apps\/v1|batch\/v1|batch\/v1beta1|apps\.openshift\.io\/v1)$/;

/** The images that a workload or a catalog names; undefined where the resource is neither. */
export function imagesOf(
  node: TableNode,
  kind: string,
  apiVersion: string,
): readonly Located<string>[] | undefined {
  if (kind === 'CatalogSource' && apiVersion.startsWith('operators.coreos.com/'))
    return listed(textAt(tableAt(node, 'spec'), 'image'));
  if (kind === 'ClusterCatalog' && apiVersion.startsWith('olm.operatorframework.io/'))
    return listed(textAt(tableAt(node, 'spec', 'source', 'image'), 'ref'));
  const path = groups.test(apiVersion) ? podSpecs.get(kind) : undefined;
  if (path === undefined) return undefined;
  const pod = tableAt(node, ...path);
  return ['initContainers', 'containers'].flatMap((list) =>
    tablesAt(pod, list).flatMap((container) => listed(textAt(container, 'image'))),
  );
}

function listed<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
