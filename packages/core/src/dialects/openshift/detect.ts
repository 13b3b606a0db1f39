import { beginCertificate } from '../../text/pem.ts';

const mark = (key: string, values: string): RegExp =>
  new RegExp(`(?:^|[\\s{,])["']?${key}["']?\\s*:\\s*["']?(?:${values})`, 'm');

const clusterGroups = mark('apiVersion', '(?:config|operator|machineconfiguration)\\.openshift\\.io/');
const clusterKinds = mark(
  'kind',
  '(?:Image|ImageContentSourcePolicy|ImageDigestMirrorSet|ImageTagMirrorSet|ClusterImagePolicy|ImagePolicy|ClusterVersion|MachineConfig)(?:List)?\\b',
);
const catalogGroups = mark('apiVersion', '(?:operators\\.coreos\\.com|olm\\.operatorframework\\.io)/');
const catalogKinds = mark('kind', '(?:CatalogSource|ClusterCatalog)(?:List)?\\b');
const configMap = mark('kind', 'ConfigMap(?:List)?\\b');
const secret = mark('kind', 'Secret(?:List)?\\b');
const ofCluster = mark('namespace', 'openshift-config(?:-managed)?\\b');
const workloads = mark(
  'kind',
  '(?:Pod|Deployment|DaemonSet|StatefulSet|ReplicaSet|ReplicationController|Job|CronJob|DeploymentConfig)(?:List)?\\b',
);

/** Whether a file holds a resource that is read here: by its group and kind, never by its name. */
export function isOpenShift(text: string): boolean {
  if (clusterGroups.test(text) && clusterKinds.test(text)) return true;
  if (catalogGroups.test(text) && catalogKinds.test(text)) return true;
  if (configMap.test(text) && (ofCluster.test(text) || text.includes(beginCertificate))) return true;
  if (secret.test(text) && text.includes('.dockerconfigjson') && ofCluster.test(text)) return true;
  return isInstallConfig(text);
}

/** install-config.yaml has no kind: its own required keys tell it. */
function isInstallConfig(text: string): boolean {
  return (
    /^["']?baseDomain["']?\s*:/m.test(text) &&
    /^["']?(?:platform|pullSecret|controlPlane)["']?\s*:/m.test(text)
  );
}

/** Whether a file holds workloads: their images count beside resources of OpenShift, and by themselves are none. */
export function isWorkload(text: string): boolean {
  return workloads.test(text) && /(?:^|[\s{,])["']?image["']?\s*:/m.test(text);
}
