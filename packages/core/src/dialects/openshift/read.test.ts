import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../snapshot/group.ts';
import { parseSnapshot } from '../../snapshot/parse.ts';
import { sourceText } from '../../text/source.ts';
import { isOpenShift } from './detect.ts';
import type { Resource } from './model.ts';
import { readResources } from './read.ts';

const read = (text: string): readonly Resource[] => readResources(sourceText(text));
const logins = JSON.stringify({
  auths: { 'mirror.example:5000': { auth: 'c2VjcmV0OnNlY3JldA==' }, 'quay.io/acme': { auth: 'eDp5' } },
});
const encoded = Buffer.from(logins).toString('base64');

describe('a typed list, whose items do not say what they are', () => {
  it.each([
    ['config.openshift.io/v1', 'Image', '  metadata: {name: cluster}'],
    ['config.openshift.io/v1', 'ClusterVersion', '  status: {desired: {image: x}}'],
    ['machineconfiguration.openshift.io/v1', 'MachineConfig', '  metadata: {name: a}'],
    ['v1', 'ConfigMap', '  metadata: {namespace: openshift-config}'],
    ['v1', 'Secret', `  metadata: {namespace: openshift-config}\n  data: {.dockerconfigjson: ${encoded}}`],
  ])('of %s %s is known and read', (apiVersion, kind, item) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}List\nitems:\n-${item.slice(1)}\n`;
    expect(isOpenShift(text)).toBe(true);
    expect(read(text).map((resource) => resource.kind)).toEqual([kind]);
  });
});

describe('resources that have to agree with the mirrors', () => {
  it('hold whose logins a pull secret has, and never the logins', () => {
    for (const body of [
      `data: {.dockerconfigjson: ${encoded}}`,
      `stringData: {.dockerconfigjson: '${logins}'}`,
    ]) {
      const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: pull-secret, namespace: openshift-config}\n${body}\n`;
      expect(isOpenShift(text)).toBe(true);
      const [secret] = read(text);
      expect(secret).toMatchObject({ kind: 'Secret', hosts: ['mirror.example:5000', 'quay.io/acme'] });
      const { node, ...kept } = secret!;
      expect(JSON.stringify(kept)).not.toMatch(/c2Vj|eDp5/);
    }
  });

  it('are left out where a secret cannot be read', () => {
    for (const value of ['"!"', 'e30', '""', '[]', Buffer.from('{').toString('base64')])
      expect(read(`apiVersion: v1\nkind: Secret\ndata: {.dockerconfigjson: ${value}}\n`)).toEqual([]);
  });

  it('are the mirrors of install-config.yaml, as the sets that the installer makes of them', () => {
    const text = `apiVersion: v1
baseDomain: example.com
platform: {none: {}}
pullSecret: '${logins}'
imageDigestSources:
- source: quay.io/openshift-release-dev/ocp-release
  mirrors: [mirror.example:5000/ocp]
  sourcePolicy: NeverContactSource
additionalTrustBundle: |
  -----BEGIN CERTIFICATE-----
`;
    expect(isOpenShift(text)).toBe(true);
    const [config, set] = read(text);
    expect(config).toMatchObject({ kind: 'InstallConfig', hosts: ['mirror.example:5000', 'quay.io/acme'] });
    expect(set).toMatchObject({
      kind: 'ImageDigestMirrorSet',
      name: { value: 'image-digest-mirror' },
      installKey: 'imageDigestSources',
      rules: [{ policy: { value: 'NeverContactSource' }, mirrors: [{ value: 'mirror.example:5000/ocp' }] }],
    });
  });

  it('are certificates, machine configs, catalogs and workloads', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: cas, namespace: openshift-config}
data: {mirror.example..5000: PEM}
binaryData: {other.example: UEVN}
---
apiVersion: machineconfiguration.openshift.io/v1
kind: MachineConfig
metadata: {name: 99-worker-x, labels: {machineconfiguration.openshift.io/role: worker}}
spec: {config: {storage: {files: [{path: /etc/containers/registries.conf.d/x.conf}, {mode: 420}]}}}
---
apiVersion: operators.coreos.com/v1alpha1
kind: CatalogSource
spec: {image: "registry.redhat.io/redhat/redhat-operator-index:v4.16"}
---
apiVersion: batch/v1
kind: CronJob
spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: quay.io/a/b:1}], initContainers: [{image: quay.io/a/i:1}]}}}}}
---
apiVersion: example.com/v1
kind: Pod
spec: {containers: [{image: not.example/x}]}
`;
    expect(read(text)).toMatchObject([
      { kind: 'ConfigMap', data: [{ key: { value: 'mirror.example..5000' } }, { binary: true }] },
      {
        kind: 'MachineConfig',
        role: 'worker',
        files: [{ value: '/etc/containers/registries.conf.d/x.conf' }],
      },
      { kind: 'ImageUser', userKind: 'CatalogSource' },
      { kind: 'ImageUser', images: [{ value: 'quay.io/a/i:1' }, { value: 'quay.io/a/b:1' }] },
    ]);
  });

  it('take kind and version from a typed list that says them once', () => {
    const text = `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSetList
items:
- metadata: {name: a}
  spec: {imageDigestMirrors: [{source: quay.io, mirrors: [m.example]}]}
`;
    expect(read(text)).toMatchObject([{ kind: 'ImageDigestMirrorSet', rules: [{}] }]);
  });
});

describe('files of workloads', () => {
  const pod = {
    path: 'b/pod.yaml',
    text: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: quay.io/a}]}\n',
  };
  const set = {
    path: 'a/idms.yaml',
    text: 'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nspec: {}\n',
  };

  it('belong to the cluster whose mirrors stand beside them', () => {
    const [cluster, ...more] = groupFiles([pod, set]);
    expect(more).toEqual([]);
    expect(parseSnapshot(cluster!).documents.map(({ path }) => path)).toEqual(['b/pod.yaml', 'a/idms.yaml']);
  });

  it('are left alone by themselves', () => {
    const [alone] = groupFiles([pod]);
    const { documents, skipped } = parseSnapshot(alone!);
    expect(documents).toEqual([]);
    expect(skipped).toMatchObject([{ path: 'b/pod.yaml' }]);
  });
});
