import type { NodeFile } from '../../model/node-file.ts';
import { shownDigits } from '../../plan/canonical.ts';
import type { Refusal } from '../../plan/model.ts';
import { sha256 } from '../../text/sha256.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { bundleFiles } from '../bundle/bundle.ts';
import type { Exported, ExportNode, ExportRequest } from '../model.ts';
import { podScript } from '../scripts.ts';
import { block, scalar } from '../yaml.ts';

export interface KubernetesRequest extends ExportRequest {
  /** The image that the pods run: it needs sh and coreutils. */
  readonly image: string;
  /** Ends the names of jobs, so that a later one does not meet an earlier one; default: the start of the plan's id. */
  readonly run?: string;
  /** What install.sh is told beside the node. */
  readonly words?: readonly string[];
}

export const exportNamespace = 'mirrorwright';

/** A config map takes a mebibyte in all. */
const largestBundle = 1_000_000;

/** Why a plan cannot be carried by config maps. */
export function kubernetesRefusals({ image, ...request }: KubernetesRequest): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (!isImage(image))
    refusals.push({
      message: `${JSON.stringify(image)} is no image reference`,
      nextStep: 'name an image with sh and coreutils: --image registry.example/tools/debian:12',
    });
  for (const node of request.nodes)
    if (bytesOf(podFiles({ ...request, nodes: [node] })) > largestBundle)
      refusals.push({
        message: `the files of ${node.entry.name} are larger than a config map takes`,
        nextStep: 'use a bundle for it: mirrorwright bundle',
      });
  return refusals;
}

function isImage(text: string): boolean {
  return /^[a-z0-9](?:[a-zA-Z0-9._:/@-]|\[[0-9a-f:]+\]){0,500}$/.test(text);
}

/**
 * Jobs, one for each node, and a DaemonSet on all of them, in a folder of its own: one of the two is enough. Their pods
 * are privileged: they enter the host and run there what a push runs, guard included.
 */
export function exportKubernetes(request: KubernetesRequest): Exported {
  const { planId, nodes } = request;
  const fits = bytesOf(podFiles(request)) <= largestBundle;
  const files: NodeFile[] = [
    file('00-namespace.yaml', namespaceYaml()),
    ...nodes.map((node) => file(`job-${node.entry.name}.yaml`, jobYaml(request, node))),
    ...(fits ? [file('daemonset/daemonset.yaml', daemonSetYaml(request))] : []),
  ];
  const notes = [
    'severe: the pods are privileged and change files of the hosts; look at them before they are applied',
    ...(fits ? [] : ['no DaemonSet: all orders together are larger than a config map takes']),
    `the jobs: kubectl apply -f DIR; then kubectl logs -n ${exportNamespace} -l mirrorwright/plan=${planId.slice(0, shownDigits)}`,
  ];
  return { files, notes };
}

function file(path: string, content: string): NodeFile {
  return { path, content, mode: 0o644 };
}

function podFiles(request: ExportRequest): readonly NodeFile[] {
  return [...bundleFiles(request), { path: 'run.sh', content: podScript, mode: 0o644 }];
}

function bytesOf(files: readonly NodeFile[]): number {
  return files.reduce((sum, { path, content }) => sum + path.length + encodeUtf8(content).length, 0);
}

/** A name that Kubernetes takes, told apart where two would become one. */
export function resourceName(planId: string, node: string, run?: string): string {
  const plain = node
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const same = plain === node && plain.length <= 24;
  const own = same ? plain : `${plain.slice(0, 17).replace(/-+$/, '')}-${sha256(node).slice(0, 6)}`;
  const end = run === undefined ? planId.slice(0, shownDigits) : sha256(run).slice(0, shownDigits);
  return `mirrorwright-${own}-${end}`;
}

function labels(planId: string, indent: string): string {
  return [
    'app.kubernetes.io/name: mirrorwright',
    // digits alone would be a number
    `mirrorwright/plan: ${scalar(planId.slice(0, shownDigits))}`,
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
}

function metadata(name: string, planId: string): string {
  return `metadata:\n  name: ${scalar(name)}\n  namespace: ${exportNamespace}\n  labels:\n${labels(planId, '    ')}  annotations:\n    mirrorwright/plan-id: ${scalar(planId)}\n    mirrorwright/severity: severe\n`;
}

function namespaceYaml(): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${exportNamespace}
  labels:
    app.kubernetes.io/name: mirrorwright
    # the pods enter the host
    pod-security.kubernetes.io/enforce: privileged
`;
}

function configMapYaml(name: string, request: ExportRequest): string {
  const data = podFiles(request).map(({ path, content }) => `  ${path}: ${block(content, '    ')}`);
  return `apiVersion: v1\nkind: ConfigMap\n${metadata(name, request.planId)}data:\n${data
    .map((each) => (each.endsWith('\n') ? each : `${each}\n`))
    .join('')}`;
}

/** The part that jobs and the DaemonSet share; `role` is how the container stands in the pod. */
function containerYaml(request: KubernetesRequest, args: readonly string[]): string {
  const words = ['/bundle/run.sh', ...args, ...(request.words ?? [])];
  return `        - name: install
          image: ${scalar(request.image)}
          command: [/bin/sh]
          args: [${words.map(word).join(', ')}]
          # enters the host: as root, with all rights
          securityContext:
            privileged: true
            runAsUser: 0
          volumeMounts:
            - name: bundle
              mountPath: /bundle
              readOnly: true
            - name: host
              mountPath: /host
              mountPropagation: HostToContainer
`;
}

/** Kubernetes takes `$(NAME)` in arguments for a variable. */
function word(text: string): string {
  return scalar(text.replaceAll('$(', '$$$$('));
}

function podSpec(name: string, containers: string, more: string): string {
  return `    spec:
      automountServiceAccountToken: false
      # the name of the machine is looked at, and its services are talked to
      hostNetwork: true
      hostPID: true
${more}      tolerations:
        - operator: Exists
${containers}      volumes:
        - name: bundle
          configMap:
            name: ${scalar(name)}
        - name: host
          hostPath:
            path: /
            type: Directory
`;
}

function affinity(hostnames: readonly string[]): string {
  return `      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - key: kubernetes.io/hostname
                    operator: In
                    values:
${hostnames.map((hostname) => `                      - ${scalar(hostname)}\n`).join('')}`;
}

/** What the node calls itself, which is the label that the kubelet gives it. */
function hostnameOf({ hostname, entry }: ExportNode): string {
  return hostname === '' ? entry.name : hostname;
}

function jobYaml(request: KubernetesRequest, node: ExportNode): string {
  const { planId, run } = request;
  const name = resourceName(planId, node.entry.name, run);
  const own = { ...request, nodes: [node] };
  const containers = `      containers:\n${containerYaml(request, ['--node', node.entry.name])}`;
  return `# severe: a privileged pod that changes files of the host ${node.entry.name.replace(/[^\x20-\x7e]/g, '?')}
${configMapYaml(name, own)}---
apiVersion: batch/v1
kind: Job
${metadata(name, planId)}spec:
  backoffLimit: 0
  template:
    metadata:
      labels:
${labels(planId, '        ')}        mirrorwright/node: ${scalar(name)}
${podSpec(name, containers, `      restartPolicy: Never\n${affinity([hostnameOf(node)])}`)}`;
}

function daemonSetYaml(request: KubernetesRequest): string {
  const { planId, nodes, image } = request;
  const name = resourceName(planId, 'all');
  const containers = `      initContainers:
${containerYaml(request, [])}      containers:
        - name: wait
          image: ${scalar(image)}
          command: [/bin/sh, -c, "trap 'exit 0' TERM INT; while :; do sleep 5 & wait; done"]
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
`;
  return `# severe: privileged pods that change files of every node of the plan
${configMapYaml(name, request)}---
apiVersion: apps/v1
kind: DaemonSet
${metadata(name, planId)}spec:
  selector:
    matchLabels:
      mirrorwright/node: ${scalar(name)}
  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 1
  template:
    metadata:
      labels:
${labels(planId, '        ')}        mirrorwright/node: ${scalar(name)}
${podSpec(name, containers, affinity(nodes.map(hostnameOf)))}`;
}
