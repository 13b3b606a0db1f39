import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { generateResources } from '../../generate/openshift/resources.ts';
import type { NodeFile } from '../../model/node-file.ts';
import { readMirrorPolicy } from '../../policy/read.ts';
import { parseRelease } from '../../runtimes/openshift/releases.ts';
import { sourceText } from '../../text/source.ts';
import { exportedNode, hostile, requestOf } from '../testing/nodes.ts';
import { exportKubernetes, kubernetesRefusals, resourceName } from './kubernetes.ts';
import { machineConfig } from './machine-config.ts';
import { schemas } from './testing/schemas.ts';

const image = 'registry.example/tools/debian:12';
const ajv = new Ajv({ allErrors: true, strict: false });
const judges = new Map(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]));

// biome-ignore lint/suspicious/noExplicitAny: what was written is looked into freely
type Resource = any;

/** The resources of a text, each as its schema wants it. */
function resources(text: string): readonly Resource[] {
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    const value = document.toJS();
    const judge = judges.get(value.kind)!;
    expect(judge(value), `${value.kind}: ${ajv.errorsText(judge.errors)}`).toBe(true);
    return value;
  });
}

function all(files: readonly Pick<NodeFile, 'path' | 'content'>[]): ReadonlyMap<string, readonly Resource[]> {
  return new Map(files.map(({ path, content }) => [path, resources(content)]));
}

describe('jobs and the DaemonSet', () => {
  const files = Object.fromEntries(hostile.map((path) => [path, `${path}\n$(PATH) {{ x }}`]));
  const request = {
    ...requestOf(exportedNode('node-a', files), exportedNode('Node_B', { '/etc/x': 'y' })),
    image,
  };
  const made = all(exportKubernetes(request).files);

  test('are what the API takes, one job for each node', () => {
    expect([...made.keys()]).toEqual([
      '00-namespace.yaml',
      'job-node-a.yaml',
      'job-Node_B.yaml',
      'daemonset/daemonset.yaml',
    ]);
    expect(made.get('job-node-a.yaml')!.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Job']);
  });

  test('carry hostile names and texts whole', () => {
    const [map] = made.get('job-node-a.yaml')!;
    const texts = Object.entries(map.data).filter(([key]) => key.startsWith('file.'));
    expect(texts.map(([, text]) => text)).toEqual(Object.values(files));
  });

  test('say that they are privileged and severe, and run on the nodes of the plan alone', () => {
    const [, job] = made.get('job-Node_B.yaml')!;
    const { spec } = job.spec.template;
    expect(job.metadata.annotations['mirrorwright/severity']).toBe('severe');
    expect(spec.containers[0]).toMatchObject({
      image,
      args: ['/bundle/run.sh', '--node', 'Node_B'],
      securityContext: { privileged: true },
    });
    expect(spec).toMatchObject({ hostPID: true, hostNetwork: true, automountServiceAccountToken: false });
    const [term] =
      spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(term.matchExpressions[0].values).toEqual(['Node_B']);
    const [, set] = made.get('daemonset/daemonset.yaml')!;
    expect(set.spec.template.spec.initContainers[0].securityContext.privileged).toBe(true);
    expect(set.spec.template.spec.containers[0].securityContext.privileged).toBeUndefined();
  });

  test('are refused without a sound image, and where a config map is too small', () => {
    const big = { ...requestOf(exportedNode('a', { '/etc/x': 'x'.repeat(1_000_000) })), image };
    expect(kubernetesRefusals(big)[0]!.nextStep).toContain('bundle');
    for (const wrong of ['', '-x', 'a b', '$(x)', 'a\nb', 'a"'])
      expect(kubernetesRefusals({ ...request, image: wrong })).toHaveLength(1);
    expect(kubernetesRefusals(request)).toEqual([]);
  });

  test('have names that Kubernetes takes, and that no two nodes share', () => {
    const long = 'a'.repeat(60);
    const names = ['a', 'A', 'a-b', 'a.b', long, `${long}b`].map((node) =>
      resourceName('0123456789ab', node),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const each of names) expect(each).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/);
    expect(resourceName('0123456789ab', 'a', 'push-1')).not.toBe(resourceName('0123456789ab', 'a', 'push-2'));
  });
});

describe('a MachineConfig', () => {
  const request = { pool: 'worker', allowPaths: ['/etc/x/**'] };

  test('holds files that the operator does not make', () => {
    const path = '/etc/containers/registries.conf.d/50 {{ x }}.conf';
    const made = machineConfig({ ...request, files: [{ path, text: 'a = "ü%\n"\n' }] });
    if (!made.ok) throw new Error(made.refusals[0]!.message);
    const [value] = resources(made.content);
    const [file] = value.spec.config.storage.files;
    expect(file.path).toBe(path);
    expect(decodeURIComponent(file.contents.source.slice('data:,'.length))).toBe('a = "ü%\n"\n');
    expect(value.metadata.labels['machineconfiguration.openshift.io/role']).toBe('worker');
  });

  test.each([
    ['/etc/containers/registries.conf', 'is made by the Machine Config Operator'],
    ['/etc/containers/policy.json', 'is made by the Machine Config Operator'],
    ['/etc/sudoers.d/x', 'is never written'],
    ['/opt/x', 'none of the files that the runtimes'],
  ])('refuses %s', (path, words) => {
    const made = machineConfig({ ...request, files: [{ path, text: 'x\n' }] });
    expect(made.ok ? '' : made.refusals[0]!.message).toContain(words);
  });

  test('refuses secrets, and pools that are none', () => {
    const text = 'location = "https://user:Pl4nted@a.example"\n';
    const made = machineConfig({ ...request, pool: 'a b', files: [{ path: '/etc/x/y.conf', text }] });
    expect(made.ok ? [] : made.refusals).toHaveLength(2);
    expect(JSON.stringify(made)).not.toContain('Pl4nted');
  });
});

test.each(['4.12', '4.16', '4.18'])(
  'the resources of a mirror policy are what OpenShift %s takes',
  (version) => {
    const policy = `version: 1
upstreams:
  - registry: docker.io
    mirrors: [{location: cache.corp.example/hub, pull: digest}]
  - registry: quay.io/acme
    mirrors: [{location: cache.corp.example/acme, insecure: true}]
`;
    const { files } = generateResources(
      readMirrorPolicy('p.yaml', sourceText(policy)),
      parseRelease(version)!,
    );
    expect(files.length).toBeGreaterThan(1);
    for (const { content } of files) resources(content);
    expect(parse(files[0]!.content).apiVersion).toMatch(/openshift\.io/);
  },
);
